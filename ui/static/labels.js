// Mends what Gradio's own parts tell screen readers, which axe-core finds wrong, and in English alone.
(() => {
  const mend = () => {
    // The examples are buttons, which a list may not hold.
    for (const list of document.querySelectorAll(".examples[role=list]")) list.setAttribute("role", "group");
    const words = document.querySelector("#filter-words .prose")?.textContent.trim();
    for (const box of words ? document.querySelectorAll("input.search-input") : []) {
      box.placeholder = words;
      box.setAttribute("aria-label", words);
    }
  };
  new MutationObserver(mend).observe(document, { childList: true, subtree: true });
})();
