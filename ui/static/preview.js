// Shows what a citation's number stands for while the pointer or the keyboard is on it.
(() => {
  const LEAVE_MILLISECONDS = 200; // to reach the preview itself with the pointer
  const box = document.createElement("div");
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  const words = box.appendChild(document.createElement("div"));
  const where = box.appendChild(document.createElement("small"));
  let shown = null, leaving = 0;

  const place = () => {
    if (!shown) return;
    box.hidden = false;
    const at = shown.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - box.offsetWidth - 12);
    const above = at.bottom + box.offsetHeight + 12 > innerHeight;
    box.style.left = `${Math.max(left, 12)}px`;
    box.style.top = `${above ? at.top - box.offsetHeight - 6 : at.bottom + 6}px`;
  };
  // Gone while its number is scrolled away or replaced, back when the number is.
  const inView = new IntersectionObserver((seen) => {
    if (seen.at(-1).isIntersecting) place();
    else box.hidden = true;
  });
  const hide = () => {
    clearTimeout(leaving);
    inView.disconnect();
    box.hidden = true;
    if (shown) shown.title = words.textContent + where.textContent; // as it was, for who reads without a pointer
    shown = null;
  };
  const show = (marker) => {
    clearTimeout(leaving);
    if (marker === shown) return;
    hide();
    if (!marker.title) return;
    if (!box.isConnected) document.body.append(box);
    shown = marker;
    const end = marker.title.lastIndexOf("”") + 1; // of the cited words
    words.textContent = marker.title.slice(0, end);
    where.textContent = marker.title.slice(end);
    marker.removeAttribute("title"); // or the browser's own would lie on top
    place();
    inView.observe(marker);
  };
  const target = (event) => event.target.closest?.(".marker, #preview");

  for (const kind of ["pointerover", "focusin"])
    document.addEventListener(kind, (event) => {
      const on = target(event);
      if (on === box) clearTimeout(leaving);
      else if (on) show(on);
    });
  for (const kind of ["pointerout", "focusout"])
    document.addEventListener(kind, (event) => {
      if (target(event)) leaving = setTimeout(hide, LEAVE_MILLISECONDS);
    });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", () => box.hidden || place(), true);
})();
