// Mends what Gradio's own parts tell screen readers: axe-core finds both wrong.
(() => {
  const mend = () => {
    // The examples are buttons, which a list may not hold.
    for (const list of document.querySelectorAll(".examples[role=list]")) list.setAttribute("role", "group");
    for (const box of document.querySelectorAll("input.search-input:not([aria-label])"))
      box.setAttribute("aria-label", box.title);
  };
  new MutationObserver(mend).observe(document, { childList: true, subtree: true });
})();
