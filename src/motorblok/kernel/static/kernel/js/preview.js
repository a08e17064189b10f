// The preview beside the list: whatever order answers come in, it ends at the row that was asked for last.
// Asked for by fetch, for htmx calls every request that is let go an error.
const preview = (() => {
  const box = () => document.getElementById("peek");
  const key = (row) => row.dataset.task;
  let wanted = null, asking = null;

  const isShown = () => getComputedStyle(box()).display !== "none";
  const peeked = () => box().querySelector("[data-peeked]")?.dataset;

  function show(row, { again = false } = {}) {
    if (!row?.isConnected || !isShown() || (!again && wanted === key(row))) return;
    ask(row, row.dataset.peek);
  }

  // What may have changed without any row changing: a message. Whoever is on the way to another row is left alone.
  function check(row) {
    const last = row && peeked()?.peeked.startsWith(key(row)) && peeked().last;
    if (last && !asking && isShown()) ask(row, `${row.dataset.peek}?seen=${last}`, { quietly: true });
  }

  async function ask(row, url, { quietly = false } = {}) {
    asking?.abort();
    const own = asking = new AbortController();
    wanted = key(row);
    const html = await answer(url, own.signal);
    if (asking !== own) return;
    asking = null;
    if (html) put(html);
    else if (html === null && !quietly) failed();
  }

  // The answer; empty where nothing changed, null where there is none.
  async function answer(url, signal) {
    try {
      const response = await fetch(url, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal });
      const elsewhere = response.headers.get("HX-Redirect"); // signed out meanwhile
      if (elsewhere) return location.assign(elsewhere);
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }

  function put(html) {
    const focused = document.activeElement, act = box().contains(focused) && focused.dataset.act;
    const top = html.includes(`data-peeked="${peeked()?.peeked.split(":", 2).join(":")}:`) ? box().scrollTop : 0;
    box().innerHTML = html;
    box().scrollTop = top;
    if (act) box().querySelector(`[data-act="${act}"]`)?.focus({ preventScroll: true });
  }

  // Better nothing than another task than the one that the cursor is on.
  function failed() {
    clear();
    htmx.trigger(box(), "htmx:responseError", { elt: box() });
  }

  const empty = box()?.innerHTML;
  function clear() {
    forget();
    box().innerHTML = empty;
  }

  function forget() {
    asking?.abort();
    asking = wanted = null;
  }

  // The task that is shown, with the version that was looked at.
  const seen = () => isShown() ? peeked()?.peeked : undefined;

  return { show, check, clear, forget, isShown, seen };
})();
