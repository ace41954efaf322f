"""Builds what a revision keeps from a checked lesson draft: both languages rendered, pictures made fit; for publishing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from college.library import pictures
from college.library.checks_text import find_picture
from college.library.drafts import PairDraft, ScreenDraft, SectionDraft, TextDraft
from college.library.pictures import FitPicture
from college.library.rendering import RENDERING, render_notes, render_parts
from college.library.rules_certificate import KEY as CERTIFICATE


def source_hash(pair: PairDraft, folder: Path) -> str:
    """Give the SHA-256 over both languages, the picture files they show and the way of rendering."""
    digest = hashlib.sha256(f"rendering {RENDERING}\n".encode())
    for lang, text in pair.both.items():
        digest.update(f"{lang} {len(text.source)}\n{text.source}".encode())
        for path in sorted({image.path for step in text.steps for image in step.images}):
            digest.update(f"picture {path}\n".encode() + hashlib.sha256(_bytes(folder, path)).digest())
    return digest.hexdigest()


def is_exported(pair: PairDraft, folder: Path, content: Mapping[str, Any]) -> bool:
    """Say whether these files are a revision's own words with its pictures as they are kept here."""
    if {lang: text.source for lang, text in pair.both.items()} != content["sources"]:
        return False
    kept = content.get("pictures", {})
    found = {path: find_picture(folder, path) for path in _paths(pair)}
    return all(at and hashlib.sha256(at.read_bytes()).hexdigest() == kept.get(path) for path, at in found.items())


def found_hashes(pair: PairDraft, folder: Path) -> set[str]:
    """Give the SHA-256 of those picture files of a draft that are there."""
    found = [find_picture(folder, path) for path in _paths(pair)]
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in found if path}


def lesson_content(
    pair: PairDraft, folder: Path, kept: Collection[str] = ()
) -> tuple[dict[str, Any], dict[str, FitPicture]]:
    """Give the content of a revision and its pictures by their path; the draft must have passed the check.

    kept: SHA-256 of pictures that lie here already as phones get them.
    """
    fitted = {path: pictures.fit(_bytes(folder, path), kept) for path in _paths(pair)}
    zh = pair.zh
    features = {step.id: step.feature or zh.value("feature") for step in zh.steps}
    order = {step.id: at for at, step in enumerate(zh.steps)}
    content = {
        "minutes": int(zh.value("minutes")),
        "feature": zh.value("feature"),
        "app_version": zh.value("app_version"),
        "checked_on": zh.value("checked_on"),
        "narrator": zh.value("narrator"),
        "texts": {lang: _text(text, lang, features, order, fitted) for lang, text in pair.both.items()},
        "sources": {lang: text.source for lang, text in pair.both.items()},
        "pictures": {path: each.sha256 for path, each in fitted.items()},
    }
    return json.loads(json.dumps(content)), fitted


def course_about(pair: PairDraft) -> dict[str, Any]:
    """Give audience, objectives and introduction of a course by language, and by which rule it is finished."""
    return {
        lang: {
            CERTIFICATE: pair.zh.value(CERTIFICATE),
            "audience": text.value("audience"),
            "objectives": text.values("objectives"),
            "intro_html": str(render_parts(text.introduction.learner_parts, lang)),
            "teacher_html": str(render_notes(text.introduction.teacher_parts, lang)),
        }
        for lang, text in pair.both.items()
    }


def _paths(pair: PairDraft) -> set[str]:
    return {image.path for text in pair.both.values() for step in text.steps for image in step.images}


def _bytes(folder: Path, path: str) -> bytes:
    found = find_picture(folder, path)
    if found is None:
        raise FileNotFoundError(path)
    return found.read_bytes()


def _text(text: TextDraft, lang: str, features: dict[str, str], order: dict[str, int],
          fitted: dict[str, FitPicture]) -> dict[str, Any]:
    return {
        "title": text.value("title"),
        "summary": text.value("summary"),
        "objectives": text.values("objectives"),
        "keypoints": text.values("keypoints"),
        "intro_html": str(render_parts(text.introduction.learner_parts, lang)),
        "teacher_html": str(render_notes(text.introduction.teacher_parts, lang)),
        "steps": [_step(step, lang, features[step.id], fitted) for step in sorted(text.steps, key=lambda s: order[s.id])],
    }


def _step(step: SectionDraft, lang: str, feature: str, fitted: dict[str, FitPicture]) -> dict[str, Any]:
    return {
        **step_frame(step, feature, fitted),
        "html": str(render_parts(step.learner_parts, lang)),
        "teacher_html": str(render_notes(step.teacher_parts, lang)),
    }


def step_frame(step: SectionDraft, feature: str, fitted: dict[str, FitPicture]) -> dict[str, Any]:
    """Give what a revision keeps of a step beside its rendered words."""
    return {
        "id": step.id,
        "title": step.title,
        "feature": feature,
        "practice": [_screen(screen) for screen in step.practice],
        "drawn": _screen(step.drawn[0]) if step.drawn else None,
        "picture": _picture(step, fitted),
    }


def _screen(screen: ScreenDraft) -> dict[str, Any]:
    return {"screen": screen.screen, "values": screen.values, "target": screen.target,
            "say": screen.say, "wrong": screen.wrong}


def _picture(step: SectionDraft, fitted: dict[str, FitPicture]) -> dict[str, Any] | None:
    if not step.images:
        return None
    image, kept = step.images[0], fitted[step.images[0].path]
    return {"sha256": kept.sha256, "ending": kept.ending, "alt": image.alt, "width": kept.width, "height": kept.height}
