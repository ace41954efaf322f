// The button that shows what is typed into the field of the password is there only where a script can press it.

document.querySelectorAll("[data-show-password]").forEach((button) => {
  const field = button.form.querySelector("input[type=password]");
  const show = button.textContent;

  function turn(isShown) {
    field.type = isShown ? "text" : "password";
    button.textContent = isShown ? button.dataset.hide : show;
  }

  button.hidden = false;
  button.addEventListener("click", () => turn(field.type === "password"));
  button.form.addEventListener("submit", () => turn(false));
});
