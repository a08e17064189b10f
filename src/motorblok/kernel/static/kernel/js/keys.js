// Keyboard: j and k walk the rows, Enter opens (the link has the focus), other keys press what shows them.
(() => {
  const typing = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });

  function walk(step) {
    const links = [...document.querySelectorAll(".row-link")].filter(visible);
    if (!links.length) return;
    const focused = links.indexOf(document.activeElement), at = focused < 0 ? links.findIndex((link) => link.closest(".is-active")) : focused;
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  }

  function press(target) {
    if (target.matches("input, textarea, select")) {
      target.focus();
      if (target.select) target.select();
      return;
    }
    target.click();
    if (!target.matches("summary")) return;
    const box = target.parentElement;
    if (box.open) box.querySelector("textarea, select, input:not([type=hidden]), button")?.focus();
  }

  function choose(event) {
    const menu = document.activeElement.closest(".menu[open]");
    if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
    const choices = [...menu.querySelectorAll(".menu-choice")];
    const at = choices.indexOf(document.activeElement);
    choices.at((at + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length)?.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      event.preventDefault();
      target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && typing(target) && !target.closest("dialog")) target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(target)) return;
    if (choose(event)) return event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      return walk(key === "j" ? 1 : -1);
    }
    if (key.length !== 1) return;
    const wanted = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].reverse().find(visible);
    if (!wanted || wanted.disabled) return;
    event.preventDefault();
    press(wanted);
  });
})();
