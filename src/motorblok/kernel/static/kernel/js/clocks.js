// Bars that tick each second: from the share at the last reading to full at the due instant, never faster than time.
(() => {
  const SECOND = 1000, MINUTE = 60, HOUR = 3600, DAY = 86400, NEAR = 1800;
  const gap = "\u00a0";
  const known = new WeakMap();

  const joined = (parts) => parts.filter(([amount]) => amount).map(([amount, unit]) => amount + gap + unit).join(" ");

  function duration(seconds) {
    const words = document.body.dataset;
    const whole = Math.abs(Math.trunc(seconds));
    const days = Math.floor(whole / DAY), hours = Math.floor((whole % DAY) / HOUR), minutes = Math.floor((whole % HOUR) / MINUTE);
    if (days) return joined([[days, words.day], [hours, words.hour]]);
    if (whole >= NEAR || !words.second) return whole < MINUTE ? words.moment : joined([[hours, words.hour], [minutes, words.minute]]);
    return joined([[minutes, words.minute], [String(whole % MINUTE).padStart(minutes ? 2 : 1, "0"), words.second]]);
  }

  function facts(clock) {
    const { since, share, target, due, breach } = clock.dataset, text = [since, share, target, due, breach].join();
    const kept = known.get(clock);
    if (kept?.text === text) return kept;
    const [from, until, limit] = [since, due, breach].map(Date.parse);
    const read = { text, from, until, limit, share: Number(share), target: Number(target) * SECOND };
    known.set(clock, read);
    return read;
  }

  // Business time passes no faster than time: within one stretch of open hours both bounds are exact.
  function used({ from, until, share, target }, now) {
    const passed = Math.max(0, now - from);
    let part = until > from ? share + (100 - share) * passed / (until - from) : 100;
    if (target) part = Math.max(100 - 100 * (until - now) / target, Math.min(part, share + 100 * passed / target));
    return Math.min(99, part);
  }

  function read(clock, now) {
    const known = facts(clock), words = document.body.dataset;
    if (now > known.limit) return { band: "late", share: 100, words: words.late.replace("{}", duration((now - known.limit) / SECOND)) };
    if (now >= known.until) return { band: "near", share: 100, words: words.now };
    const share = used(known, now), left = (known.until - now) / SECOND;
    const band = left < NEAR ? "near" : left < HOUR || Math.round(share) >= 90 ? "soon" : "calm";
    return { band, share, words: left > DAY ? null : duration(left) };
  }

  function tick() {
    if (document.hidden) return;
    const now = Date.now();
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const { band, share, words } = read(clock, now);
      if (!clock.classList.contains(`sla-${band}`)) {
        clock.classList.remove("sla-late", "sla-near", "sla-soon", "sla-calm");
        clock.classList.add(`sla-${band}`);
      }
      const fill = clock.querySelector(".sla-fill"), width = share.toFixed(1), line = clock.querySelector(".sla-words");
      if (fill && fill.getAttribute("width") !== width) fill.setAttribute("width", width);
      if (words && line.textContent !== words) line.textContent = words;
    }
  }

  setInterval(tick, SECOND);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("htmx:afterSwap", tick);
})();
