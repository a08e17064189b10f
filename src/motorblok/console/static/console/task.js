// The page of a task: two sides of a composer, keys of steps in a menu, drafts that outlive the page, and news without loss.
(() => {
  const composer = () => document.querySelector("[data-composer]");
  const typing = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  function turn(side) {
    const box = composer();
    for (const form of box.querySelectorAll("[data-writes]")) form.hidden = form.dataset.writes !== side;
    for (const link of box.querySelectorAll("[data-side]")) link.toggleAttribute("aria-current", link.dataset.side === side);
    for (const link of box.querySelectorAll("[aria-current]")) link.setAttribute("aria-current", "true");
    for (const name of ["reply", "note"]) box.classList.toggle(`composer-at-${name}`, name === side);
    return box.querySelector(`[data-writes="${side}"]`);
  }

  function mean(form, intent) {
    for (const button of form.querySelectorAll("[data-sends]")) {
      button.hidden = button.dataset.sends !== intent;
      if (!button.hidden) form.action = button.formAction;
    }
    for (const choice of form.querySelectorAll("[data-or]")) choice.hidden = choice.dataset.or === intent;
    for (const hint of form.querySelectorAll("[data-hint]")) hint.hidden = hint.dataset.hint !== intent;
  }

  function write(form) {
    const area = form.querySelector("textarea");
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    composer().scrollIntoView({ block: "nearest" });
  }

  function begin(intent) {
    const button = composer()?.querySelector(`[data-sends="${CSS.escape(intent)}"]`);
    if (!button) return false;
    const form = turn(button.form.dataset.writes);
    mean(form, intent);
    write(form);
    return true;
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const side = event.target.closest("[data-side]");
    const means = event.target.closest("[data-means]");
    if (side) write(turn(side.dataset.side));
    if (!side && !(means && begin(means.dataset.means))) return;
    event.preventDefault();
    means?.closest(".menu")?.removeAttribute("open");
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open], .menu[open]") || event.key.length !== 1) return;
    const wanted = document.querySelector(`[data-also="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });

  // Drafts stay in this tab until they were sent; each side has its own, so a note never turns up as a reply.
  const kept = (form) => `draft:${form.dataset.draft}`;
  const stored = (form) => JSON.parse(sessionStorage.getItem(kept(form)) ?? "null");
  const store = (form, sent) => {
    const text = form.querySelector("textarea").value;
    if (text.trim()) sessionStorage.setItem(kept(form), JSON.stringify({ text, sent }));
    else sessionStorage.removeItem(kept(form));
  };

  function restore(form) {
    const area = form.querySelector("textarea"), draft = stored(form);
    if (area.value) return store(form, false);
    if (!draft) return;
    const isThere = draft.sent && document.querySelector(".toast-success");
    if (isThere) return sessionStorage.removeItem(kept(form));
    area.value = draft.text;
    form.querySelector("[data-restored]").hidden = false;
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-draft]");
    if (form) store(form, false);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-draft]")) store(event.target, true);
  });
  document.querySelectorAll("[data-draft]").forEach(restore);

  // News: asked for while the page is looked at, and never put where somebody is busy.
  const isPulse = (event) => event.target.id === "pulse";
  let place = null, open = [];

  document.addEventListener("htmx:configRequest", (event) => {
    if (isPulse(event) && [...document.querySelectorAll("[data-draft]:not([hidden]) textarea")].some((area) => area.value.trim())) event.detail.parameters.set("writing", "1");
  });
  // A question for news that fails is no matter for the reader; one for a task that is gone is asked no more.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (!isPulse(event)) return;
      event.stopImmediatePropagation();
      if (event.detail.xhr?.status === 404) location.href = event.target.getAttribute("hx-get").replace(/news\/.*/, "");
    }, true);
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.getElementById("pulse")?.dispatchEvent(new Event("wake"));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isPulse(event) && document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPulse(event)) return;
    place = composer()?.getBoundingClientRect().top;
    open = [...document.querySelectorAll("details.why[open]")].map((each) => each.id);
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
    if (target.contains(document.activeElement) || target.querySelector(".menu[open]")) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (place === null || event.target.id !== "pulse") return;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (composer()?.contains(document.activeElement)) window.scrollBy(0, composer().getBoundingClientRect().top - place);
    place = null;
    const { seen, last } = document.getElementById("pulse").dataset;
    for (const field of document.querySelectorAll("input[name=seen]")) field.value = seen;
    for (const field of document.querySelectorAll("input[name=last]")) field.value = last;
  });
})();
