// Mends what Gradio's own parts tell screen readers, which axe-core finds wrong, and in English alone.
(() => {
  let asked = ""; // what the empty box of the question says
  const say = (element, attribute, words) => {
    if (element && words && element.getAttribute(attribute) !== words) element.setAttribute(attribute, words);
  };
  const named = (name) =>
    [...document.querySelectorAll(".button-words span")].find((each) => each.title === name)?.textContent;
  const mend = () => {
    // The examples are buttons, which a list may not hold.
    for (const list of document.querySelectorAll(".examples[role=list]")) list.setAttribute("role", "group");
    const words = document.querySelector("#filter-words .prose")?.textContent.trim();
    for (const box of document.querySelectorAll("input.search-input")) {
      say(box, "placeholder", words);
      say(box, "aria-label", words);
    }
    for (const button of document.querySelectorAll("#chat button[title], .sidebar > button")) {
      const words = named(button.title || button.getAttribute("aria-label"));
      if (button.title) say(button, "title", words);
      say(button, "aria-label", words);
    }
    for (const button of document.querySelectorAll("#searched button")) {
      const words = named(button.textContent.trim());
      if (words && words !== button.textContent) button.textContent = words;
    }
    say(document.querySelector("#question [data-testid=submit-button]"), "aria-label", named("Ask"));
    say(document.querySelector("#question [data-testid=stop-button]"), "aria-label", named("Stop"));
    // Emptied by Gradio with the first question.
    const box = document.querySelector("#question textarea");
    asked = box?.placeholder || asked;
    say(box, "placeholder", asked);
  };
  new MutationObserver(mend).observe(document, {
    childList: true, subtree: true, attributeFilter: ["placeholder", "aria-label"],
  });
})();
