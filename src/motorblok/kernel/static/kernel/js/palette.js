// The palette: Ctrl K opens it, letters find, arrows choose, Enter goes.
(() => {
  const ACTS = 8;
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const form = dialog.querySelector("form"), text = document.getElementById("palette-text"), found = document.getElementById("palette-found");
  const options = () => [...found.querySelectorAll("[role=option]")];
  const chosen = () => found.querySelector("[aria-selected=true]");
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  let answered = null;

  function open() {
    if (document.querySelector("dialog[open]") === dialog) return dialog.close();
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    text.value = "";
    answered = null;
    dialog.showModal();
    text.focus();
    htmx.trigger(form, "opened");
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return text.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = options(), at = all.indexOf(chosen());
    choose(all[(at + by + all.length) % all.length]);
  }

  function words(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
    return copy.textContent.trim();
  }

  // What the page itself can do now: its buttons with a key or a verb.
  function acts() {
    const sought = text.value.trim().toLocaleLowerCase(), box = document.getElementById("palette-acts"), said = new Set();
    const able = [...document.querySelectorAll("main [data-key], main [data-act], .side-keys, .toast [data-key]")].filter(visible);
    for (const element of able) {
      const label = words(element);
      if (!label || element.matches("input") || said.has(label) || !label.toLocaleLowerCase().includes(sought) || said.size >= ACTS) continue;
      if (!said.size) box.append(Object.assign(document.createElement("p"), { className: "palette-title", textContent: box.getAttribute("aria-label") }));
      said.add(label);
      box.append(entry(element, label, said.size));
    }
  }

  function entry(element, label, number) {
    const option = Object.assign(document.createElement("a"), { className: "palette-entry", href: "#", tabIndex: -1, id: `palette-act-${number}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const sign = element.querySelector("svg")?.cloneNode(true), key = element.querySelector("kbd")?.cloneNode(true);
    const line = Object.assign(document.createElement("span"), { className: "palette-words", textContent: label });
    option.append(...[sign, line, key].filter(Boolean));
    option.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
      element.click();
    });
    return option;
  }

  function go() {
    // Whoever types faster than we answer is taken there by the server.
    if (chosen() && answered === text.value) return chosen().click();
    if (!text.value.trim()) return;
    location.assign(`${form.getAttribute("action")}?${new URLSearchParams({ go: 1, text: text.value })}`);
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  }, { capture: true });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) open();
  });

  text.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) step(steps[event.key]);
    else if (event.key === "Enter") go();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  form.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.text = text.value; });

  form.addEventListener("htmx:beforeSwap", (event) => {
    answered = new URL(event.detail.xhr.responseURL).searchParams.get("text") ?? "";
  });

  found.addEventListener("htmx:afterSwap", () => {
    acts();
    choose(found.querySelector("[data-exact]") ?? options()[0]);
  });
})();
