// Before anything is painted: the person's theme, mode and language, so that no page flashes.
(function () {
  var root = document.documentElement;
  var saved = {};
  try {
    saved = JSON.parse(localStorage.getItem("jinguo.prefs") || "{}");
  } catch (e) {
    saved = {};
  }
  var dark = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = saved.theme || (dark ? "dark" : "light");
  if (saved.elder) root.dataset.mode = "elder";
  if (saved.language === "en" || saved.language === "zh-Hant") root.lang = saved.language;
})();
