// The bell looks every half minute whether something is new; not while nobody sees the page, and at once when it is seen again.
(() => {
  const EVERY = 30000;
  const look = () => {
    if (document.hidden) return;
    const bell = document.getElementById("bell");
    if (bell && !bell.classList.contains("htmx-request")) window.htmx?.trigger(bell, "look");
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();
