// The workboard for a day: rows are picked, previewed, acted on and kept up to date, all from the keyboard.
(() => {
  // Whoever left a screen on is not at work: without a sign of life the rows rest, and the session may end.
  const EVERY = 15000, FRESH = 4000, PAUSE = 160, LIVELY = 20 * 60000;
  // After these it is another's turn, and the cursor goes on; after any other verb it stays with the task.
  const ENDS = new Set(["resolution", "waiting", "cancellation"]);
  const AT_ONCE = new Set(["taking", "resumption"]);
  const KEYS = { t: "taking", a: "assignment", e: "resolution", p: "waiting", u: "priority", g: "resumption" };
  const byId = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll(".task")];
  const rowOf = (id) => document.querySelector(`.task[data-id="${CSS.escape(id ?? "")}"]`);
  const typing = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select");

  const picked = new Set();
  let active = null, anchor = null, before = null, timer = null, read = Date.now(), alive = Date.now(), busy = false, forced = false, acted = false, ahead = null;

  function token() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // -- picking

  function showPicks() {
    const boxes = [...document.querySelectorAll(".pick-box")];
    for (const box of boxes) {
      box.checked = picked.has(box.value);
      box.closest(".task").classList.toggle("is-picked", box.checked);
    }
    const all = byId("pick-all"), bar = byId("picked");
    if (all) {
      all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
      all.indeterminate = !all.checked && picked.size > 0;
    }
    bar.hidden = picked.size === 0;
    bar.querySelector(".picked-count").textContent = counted(bar, picked.size);
  }

  const counted = (element, count) => count === 1 ? element.dataset.one : element.dataset.many.replace("{}", count);

  function pick(row, on, { range = false } = {}) {
    const all = rows(), from = range && anchor ? all.indexOf(rowOf(anchor)) : -1, to = all.indexOf(row);
    const several = from < 0 ? [row] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const each of several) on ? picked.add(each.dataset.task) : picked.delete(each.dataset.task);
    anchor = row.dataset.id;
    showPicks();
  }

  function unpick() {
    picked.clear();
    showPicks();
  }

  // -- the preview

  function activate(row) {
    if (active !== row.dataset.id) rowOf(active)?.classList.remove("is-active");
    active = row.dataset.id;
    row.classList.add("is-active");
    clearTimeout(timer);
    timer = setTimeout(() => preview.show(rowOf(active)), PAUSE);
  }

  function toggleSplit() {
    const on = byId("board").classList.toggle("split-on");
    byId("split").setAttribute("aria-pressed", on);
    document.cookie = `motorblok_split=${on ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
    preview.forget();
    if (on) preview.show(rowOf(active));
  }

  // -- verbs

  // With the version that the row shows: what somebody did since is not acted over.
  function named(key) {
    const version = rows().find((row) => row.dataset.task === key)?.dataset.version;
    return version ? `${key}:${version}` : key;
  }

  function targets() {
    if (picked.size) return [...picked].map(named);
    const row = rowOf(active), seen = preview.seen();
    if (!row) return seen ? [seen] : [];
    return [seen && seen.startsWith(row.dataset.task) ? seen : named(row.dataset.task)];
  }

  function act(name) {
    const tasks = targets();
    if (!tasks.length) return;
    const url = `${byId("picked").dataset.base}${name}/`;
    if (AT_ONCE.has(name)) {
      const values = { token: token(), task: tasks };
      htmx.ajax("POST", url, { source: "#act-now", target: "#report", swap: "outerHTML", values });
    } else {
      ahead = { text: "", send: false };
      byId("act-body").replaceChildren();
      const asked = htmx.ajax("GET", url, { source: "#act", target: "#act-body", swap: "innerHTML" });
      asked.then(() => ask(tasks)).finally(() => { ahead = null; });
    }
  }

  // What is typed before the form is there is meant for it, never for the rows.
  function keep(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ahead.send = true;
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) ahead.text += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function type(field) {
    field.focus();
    if (!ahead?.text || !field.matches("input[type=search], textarea")) return;
    field.value += ahead.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (ahead.send) field.form.requestSubmit();
  }

  function ask(tasks) {
    const form = document.querySelector("#act-body form");
    if (!form) return;
    form.elements.token.value = token();
    for (const task of tasks) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "task", value: task }));
    name(form, tasks);
    if (!byId("act").open) byId("act").showModal();
    type(form.querySelector("[autofocus]") ?? form.querySelector("button"));
  }

  function name(form, tasks) {
    const one = tasks.length === 1 && document.querySelector(`.task[data-task="${CSS.escape(tasks[0].split(":").slice(0, 2).join(":"))}"]`);
    form.querySelector("[data-picked]").textContent = one ? one.querySelector(".ref").textContent : counted(byId("picked"), tasks.length);
  }

  function sift(box) {
    const sought = box.value.trim().toLocaleLowerCase();
    for (const choice of document.querySelectorAll(`${box.dataset.sifts} > *`)) choice.hidden = !choice.textContent.toLocaleLowerCase().includes(sought);
  }

  function reported(report) {
    const done = new Set(report.dataset.done.split(" ").filter(Boolean));
    byId("act").close();
    if (ENDS.has(report.dataset.verb)) goOn(done);
    // The row that had the focus before may be gone.
    if (document.activeElement === document.body) rowOf(active)?.querySelector(".row-link").focus({ preventScroll: true });
    for (const key of done) picked.delete(key);
    showPicks();
    refresh({ force: true });
  }

  // To the row after, or at the end of the list to the one before; at once, for the next key may come before the rows do.
  function goOn(done) {
    const all = rows(), at = all.indexOf(rowOf(active)), isLeft = (row) => !done.has(row.dataset.task);
    const next = at >= 0 && !isLeft(all[at]) && (all.slice(at).find(isLeft) ?? all.slice(0, at).findLast(isLeft));
    if (next) goTo(next);
  }

  const isInside = (focus) => focus === document.body || Boolean(focus?.closest("#rows, #report, .toasts, #peek, #picked"));

  function goTo(row) {
    activate(row);
    row.scrollIntoView({ block: "nearest" });
    if (isInside(document.activeElement)) row.querySelector(".row-link").focus({ preventScroll: true });
  }

  // -- keeping up to date

  function refresh({ force = false } = {}) {
    if (busy) return (forced ||= force);
    forced = force;
    htmx.trigger("#rows", "refresh");
  }

  const isRefresh = (detail) => detail.requestConfig?.elt?.id === "rows";

  function remember() {
    const all = rows();
    before = {
      marks: new Map(all.map((row) => [row.dataset.id, row.dataset.mark])),
      at: all.indexOf(rowOf(active)),
      inside: isInside(document.activeElement),
    };
  }

  function mark() {
    const fresh = rows().filter((row) => before.marks.get(row.dataset.id) !== row.dataset.mark);
    for (const row of fresh) row.classList.add("is-fresh");
    setTimeout(() => fresh.forEach((row) => row.classList.remove("is-fresh")), FRESH);
    const gone = [...before.marks.keys()].filter((id) => !rowOf(id)).length, count = fresh.length + gone;
    const section = byId("rows");
    if (count) section.dataset.said = count === 1 ? section.dataset.oneChanged : section.dataset.manyChanged.replace("{}", count);
    else delete section.dataset.said;
    return new Set(fresh.map((row) => row.dataset.id));
  }

  function resume(changed) {
    const there = new Set(rows().map((row) => row.dataset.task));
    for (const key of picked) if (!there.has(key)) picked.delete(key);
    showPicks();
    const row = rowOf(active) ?? successor();
    if (!row) return preview.clear();
    row.classList.add("is-active");
    if (row.dataset.id === active) return stay(row, changed);
    active = row.dataset.id;
    if (before.inside && !document.querySelector("dialog[open]")) row.querySelector(".row-link").focus();
    preview.show(row);
  }

  function stay(row, changed) {
    preview.show(row, { again: changed.has(active) });
    if (acted && before.inside) row.scrollIntoView({ block: "nearest" });
  }

  // Where the row is gone: the first that stood after it and is still there, else the last that stood before it.
  function successor() {
    const ids = [...before.marks.keys()];
    if (before.at < 0) return null;
    return rowOf(ids.slice(before.at).find(rowOf) ?? ids.slice(0, before.at).findLast(rowOf));
  }

  // -- what the page tells

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("#split")) return toggleSplit();
    if (target.closest("#unpick")) return unpick();
    const verb = target.closest("[data-act]");
    if (verb) return act(verb.dataset.act);
    if (target.closest("[data-clears]")) return byId(target.closest("[data-clears]").dataset.clears).replaceChildren();
    const renamed = target.closest("[data-renames]");
    if (renamed) return rename(renamed);
    if (target.id === "pick-all") {
      for (const row of rows()) target.checked ? picked.add(row.dataset.task) : picked.delete(row.dataset.task);
      return showPicks();
    }
    if (target.matches(".pick-box")) return pick(target.closest(".task"), target.checked, { range: event.shiftKey });
    const link = target.closest(".task .row-link");
    // A mouse looks, a second click or the Enter key opens; where there is no preview, the first click opens.
    if (!link || event.detail !== 1 || event.ctrlKey || event.metaKey || event.shiftKey || !preview.isShown()) return;
    event.preventDefault();
    link.focus();
    activate(link.closest(".task"));
  });

  function rename(button) {
    const form = byId("view-form");
    form.action = button.dataset.renames;
    form.elements.name.value = button.dataset.name;
    button.closest(".menu").open = false;
    byId("view").showModal();
    form.elements.name.select();
  }

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(".task");
    if (row && event.target.matches(".row-link")) activate(row);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-sifts]")) sift(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (ahead !== null) return keep(event);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const sifting = event.target.closest?.("#act-search, #act-people");
    if (sifting) return choose(event);
    if (typing(event.target) || document.querySelector("dialog[open], .menu[open]")) return;
    const key = event.key.toLowerCase(), row = rowOf(active);
    if (key === "escape" && picked.size) return unpick();
    if (key === "x" && row) pick(row, !picked.has(row.dataset.task), { range: event.shiftKey });
    else if (KEYS[key] && targets().length) act(key === "p" && !picked.size && row?.dataset.state === "waiting" ? "resumption" : KEYS[key]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  function choose(event) {
    const choices = [...document.querySelectorAll("#act-people > :not([hidden])")];
    const at = choices.indexOf(document.activeElement);
    if (event.key === "Enter" && at < 0 && choices.length) choices[0].click();
    else if (event.key === "ArrowDown") choices[Math.min(at + 1, choices.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (choices[at - 1] ?? byId("act-search")).focus();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "rows") return;
    event.detail.parameters.seen = forced ? "-" : event.detail.elt.dataset.digest;
    event.detail.parameters.rows = rows().length;
    acted = forced;
    forced = false;
    busy = true;
    read = Date.now();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) event.detail.elt?.closest?.("[data-undoes]")?.closest("[data-toast]").remove();
    if (!isRefresh(event.detail)) return;
    busy = false;
    byId("rows").toggleAttribute("data-stale", !event.detail.successful);
    if (forced) refresh({ force: true });
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "rows") remember();
  });

  // One swap tells of each element that it brought, those of other places too: only the one meant is heard.
  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = event.target;
    if (swapped.id === "rows" && before) resume(isRefresh(event.detail) ? mark() : new Set());
    if (swapped.id === "report" && "reports" in swapped.dataset) reported(swapped);
    if (event.detail.target.id === "act-body" && byId("act").open) renamePicked();
  });

  function renamePicked() {
    const form = document.querySelector("#act-body form"), tasks = [...form.querySelectorAll("[name=task]")].map((input) => input.value);
    if (tasks.length) name(form, tasks);
  }

  function due() {
    const now = Date.now(), idle = !document.hidden && !busy && now - read >= EVERY && now - alive < LIVELY;
    if (!idle || document.querySelector("#side-views .menu[open]")) return;
    refresh();
    preview.check(rowOf(active));
  }

  for (const sign of ["pointermove", "pointerdown", "keydown", "focus"]) window.addEventListener(sign, () => { alive = Date.now(); }, { passive: true });
  setInterval(due, 1000);
  document.addEventListener("visibilitychange", due);
  showPicks();
})();
