// The pad on which a customer signs. Without this file the page says so and offers paper.
(() => {
  "use strict";
  const box = document.querySelector("[data-sign-pad]");
  if (!box) return;
  const canvas = box.querySelector("canvas"), form = box.closest("form"), field = form.elements.drawing;
  const moves = form.elements.strokes;
  box.hidden = false;
  const pad = new SignaturePad(canvas, { penColor: "#111", backgroundColor: "#fff", minWidth: 0.8, maxWidth: 2.8 });
  let kept = field.value; // what came back with a form that was refused
  let keptMoves = moves.value;

  // Strokes as they are kept: place on the pad and milliseconds since the first touch.
  function written() {
    const strokes = pad.toData();
    let first = 0, last = 0;
    return JSON.stringify(strokes.map((s) => s.points.map((p) => {
      if (!first) first = p.time;
      last = Math.max(last, Math.round(p.time - first));
      return [Math.round(p.x), Math.round(p.y), last];
    })));
  }

  // By keyboard: arrows move the pen, space or Enter sets it down and lifts it.
  const pen = { x: 40, y: 60, down: null };
  function key(event) {
    const step = event.shiftKey ? 12 : 4;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const press = event.key === " " || event.key === "Enter";
    if (!way && !press) return;
    event.preventDefault();
    if (press) pen.down = pen.down ? null : [];
    if (way) {
      pen.x = Math.min(canvas.clientWidth - 4, Math.max(4, pen.x + way[0]));
      pen.y = Math.min(canvas.clientHeight - 4, Math.max(4, pen.y + way[1]));
    }
    mark.style.transform = `translate(${pen.x}px, ${pen.y}px)`;
    mark.hidden = false;
    mark.classList.toggle("is-down", !!pen.down);
    if (!pen.down) return;
    const strokes = pad.toData();
    if (pen.down.length) strokes.pop();
    if (kept) { kept = ""; keptMoves = ""; }
    pen.down.push({ x: pen.x, y: pen.y, pressure: 0.5, time: Date.now() });
    if (pen.down.length === 1) pen.down.push({ x: pen.x + 1, y: pen.y, pressure: 0.5, time: Date.now() });
    strokes.push({ penColor: "#111", dotSize: 0, minWidth: 0.8, maxWidth: 2.8, velocityFilterWeight: 0.7,
      compositeOperation: "source-over", points: pen.down.slice() });
    pad.clear();
    pad.fromData(strokes);
  }
  const mark = box.querySelector("[data-sign=pen]");
  canvas.addEventListener("keydown", key);
  canvas.addEventListener("blur", () => { mark.hidden = true; });

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
    kept = keptMoves = "";
    pen.down = null;
  });
  box.querySelector("[data-sign=clear]").addEventListener("click", () => {
    kept = keptMoves = "";
    pen.down = null;
    pad.clear();
  });
  box.querySelector("[data-sign=undo]").addEventListener("click", () => {
    const strokes = pad.toData();
    strokes.pop();
    kept = keptMoves = "";
    pen.down = null;
    pad.clear();
    if (strokes.length) pad.fromData(strokes);
  });
  form.addEventListener("submit", () => {
    field.value = pad.isEmpty() ? kept : pad.toDataURL("image/png");
    moves.value = pad.isEmpty() ? keptMoves : written();
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
