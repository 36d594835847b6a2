// Before the first paint, so that a chosen theme does not flash; the rest of the page is modules.
(() => {
  try {
    const theme = JSON.parse(localStorage.getItem("earmark.theme") ?? '"auto"');
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the theme is the system's.
  }
})();
