// Answers are HTML in the chat; who copies one wants its text, and below it what it cites.
(() => {
  if (!navigator.clipboard) return;
  const write = navigator.clipboard.writeText.bind(navigator.clipboard);
  const reference = (marker) => {
    const end = marker.title.lastIndexOf("”") + 1; // of the cited words
    const link = marker.getAttribute("href");
    return [
      `${marker.textContent} ${marker.title.slice(end).trim()}: ${marker.title.slice(0, end)}`,
      ...(link ? [new URL(link, location.href).href] : []),
    ].join(" ");
  };
  const asText = (html) => {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    const cited = new Map([...body.querySelectorAll(".marker")].map((each) => [each.textContent, each]));
    return [body.textContent.trim(), ...[...cited.values()].map(reference)].join("\n\n") + "\n";
  };
  // One answer is several such elements, and a whole conversation is several answers.
  const answers = /(?:<(p|ul)[ >][^]*?<\/\1>\s*)+/g;
  navigator.clipboard.writeText = (text) => write(text.replace(answers, asText));
})();
