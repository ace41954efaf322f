"""The command that loads districts, as it is typed."""

from college.cohorts import service


def names(college) -> dict[str, str]:
    with college.work():
        return service.district_names()


def test_districts_are_loaded_from_a_file(app, college, tmp_path):
    file = tmp_path / "ningbo.csv"
    file.write_text("\ufeffcode,name,city,province\n330203,海曙区,宁波市,浙江省\n", encoding="utf-8")
    done = app.test_cli_runner().invoke(args=["districts", "load", str(file)])
    assert done.exit_code == 0, done.output
    assert "1" in done.output
    assert names(college) == {"330203": "海曙区"}


def test_every_wrong_line_is_named_and_nothing_is_kept(app, college, tmp_path):
    file = tmp_path / "wrong.csv"
    file.write_text("code,name,city,province\n330203,海曙区,宁波市,浙江省\nx,y,z,w\n330203,,,\n", encoding="utf-8")
    refused = app.test_cli_runner().invoke(args=["districts", "load", str(file)])
    assert refused.exit_code == 1
    assert "wrong.csv:3:" in refused.output and "wrong.csv:4:" in refused.output
    assert names(college) == {}


def test_a_file_in_another_encoding_is_told(app, tmp_path):
    file = tmp_path / "gbk.csv"
    file.write_bytes("code,name,city,province\n330203,海曙区,宁波市,浙江省\n".encode("gb18030"))
    refused = app.test_cli_runner().invoke(args=["districts", "load", str(file)])
    assert refused.exit_code == 1
    assert "UTF-8" in refused.output
