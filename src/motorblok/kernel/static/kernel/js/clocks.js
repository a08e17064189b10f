// Bars that tick: each runs straight from the share at its last reading to full at the due instant.
(() => {
  const MINUTE = 60, HOUR = 3600, DAY = 86400;
  const gap = "\u00a0";

  function duration(seconds) {
    const words = document.body.dataset;
    const whole = Math.abs(Math.trunc(seconds));
    if (whole < MINUTE) return words.moment;
    const days = Math.floor(whole / DAY), hours = Math.floor((whole % DAY) / HOUR), minutes = Math.floor((whole % HOUR) / MINUTE);
    const parts = days ? [[days, words.day], [hours, words.hour]] : [[hours, words.hour], [minutes, words.minute]];
    return parts.filter(([amount]) => amount).map(([amount, unit]) => amount + gap + unit).join(" ");
  }

  function read(clock, now) {
    const { since, share, due, breach } = clock.dataset;
    const [from, until, limit] = [since, due, breach].map(Date.parse);
    if (now > limit) return { band: "late", share: 100, words: document.body.dataset.late.replace("{}", duration((now - limit) / 1000)) };
    if (now >= until) return { band: "soon", share: 100, words: document.body.dataset.now };
    const part = until > from ? Math.max(0, (now - from) / (until - from)) : 1;
    const used = Math.min(99, Number(share) + (100 - Number(share)) * part);
    const left = (until - now) / 1000;
    return { band: left < HOUR || used >= 90 ? "soon" : "calm", share: used, words: left > DAY ? null : duration(left) };
  }

  function tick() {
    if (document.hidden) return;
    const now = Date.now();
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const { band, share, words } = read(clock, now);
      clock.classList.remove("sla-late", "sla-soon", "sla-calm");
      clock.classList.add(`sla-${band}`);
      clock.querySelector(".sla-fill").setAttribute("width", share.toFixed(1));
      const line = clock.querySelector(".sla-words");
      if (words && line.textContent !== words) line.textContent = words;
    }
  }

  setInterval(tick, 5000);
  document.addEventListener("visibilitychange", tick);
})();
