// The pad on which a customer signs. Without this file the page says so and offers paper.
(() => {
  "use strict";
  const box = document.querySelector("[data-sign-pad]");
  if (!box) return;
  const canvas = box.querySelector("canvas"), form = box.closest("form"), field = form.elements.drawing;
  box.hidden = false;
  const pad = new SignaturePad(canvas, { penColor: "#111", backgroundColor: "#fff", minWidth: 0.8, maxWidth: 2.8 });
  let kept = field.value; // what came back with a form that was refused

  // The canvas has as many dots as the screen, at most twice as many as it is wide.
  function fit() {
    const strokes = pad.toData();
    const ratio = Math.min(2, Math.max(1, devicePixelRatio || 1));
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
    else if (kept) again();
  }

  // A drawing that came back is shown at its own shape within the pad.
  function again() {
    const img = new Image();
    img.onload = () => {
      const f = Math.min(canvas.clientWidth / img.width, canvas.clientHeight / img.height);
      canvas.getContext("2d").drawImage(img, 0, 0, img.width * f, img.height * f);
    };
    img.src = kept;
  }

  pad.addEventListener("beginStroke", () => {
    if (kept && pad.isEmpty()) pad.clear(); // a new signature begins on an empty pad
    kept = "";
  });
  box.querySelector("[data-sign=clear]").addEventListener("click", () => {
    kept = "";
    pad.clear();
  });
  box.querySelector("[data-sign=undo]").addEventListener("click", () => {
    const strokes = pad.toData();
    strokes.pop();
    kept = "";
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
  });
  form.addEventListener("submit", () => {
    field.value = pad.isEmpty() ? kept : pad.toDataURL("image/png");
  }, true);
  let width = 0;
  const watch = () => {
    if (canvas.clientWidth === width) return;
    width = canvas.clientWidth;
    fit();
  };
  addEventListener("resize", watch);
  watch();
})();
