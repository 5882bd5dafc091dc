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

  // What was drawn is kept as strokes on a sheet of its own. The pad shows all of it, however narrow it becomes when the
  // tablet is turned; what is filed is the sheet (I15).
  const sheet = { width: 0, height: 0, scale: 1, strokes: [] };
  const scaled = (strokes, f) => strokes.map((s) => ({ ...s, minWidth: s.minWidth * f, maxWidth: s.maxWidth * f,
    points: s.points.map((p) => ({ ...p, x: p.x * f, y: p.y * f })) }));
  // The pad's strokes onto the sheet: those that were there stay as they are.
  function take() {
    const shown = pad.toData(), had = Math.min(sheet.strokes.length, shown.length);
    sheet.strokes = [...sheet.strokes.slice(0, had), ...scaled(shown.slice(had), 1 / sheet.scale)];
    for (const p of sheet.strokes.flatMap((s) => s.points)) {
      sheet.width = Math.max(sheet.width, p.x + 4);
      sheet.height = Math.max(sheet.height, p.y + 4);
    }
  }
  function show() {
    pad.clear();
    if (sheet.strokes.length) pad.fromData(scaled(sheet.strokes, sheet.scale));
  }
  // The sheet as a picture, whatever the pad looks like now.
  function picture() {
    const paper = document.createElement("canvas"), ratio = Math.min(2, 2000 / Math.max(sheet.width, sheet.height));
    paper.width = Math.ceil(sheet.width * ratio);
    paper.height = Math.ceil(sheet.height * ratio);
    paper.getContext("2d").scale(ratio, ratio);
    const on = new SignaturePad(paper, { penColor: "#111", backgroundColor: "#fff", minWidth: 0.8, maxWidth: 2.8 });
    on.fromData(sheet.strokes);
    return paper.toDataURL("image/png");
  }

  // Strokes as they are kept: place on the sheet and milliseconds since the first touch.
  function written() {
    let first = 0, last = 0;
    return JSON.stringify(sheet.strokes.map((s) => s.points.map((p) => {
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
    take();
    if (pen.down.length) sheet.strokes.pop();
    if (kept) { kept = ""; keptMoves = ""; }
    pen.down.push({ x: pen.x, y: pen.y, pressure: 0.5, time: Date.now() });
    if (pen.down.length === 1) pen.down.push({ x: pen.x + 1, y: pen.y, pressure: 0.5, time: Date.now() });
    sheet.strokes.push(...scaled([{ penColor: "#111", dotSize: 0, minWidth: 0.8, maxWidth: 2.8, velocityFilterWeight: 0.7,
      compositeOperation: "source-over", points: pen.down.slice() }], 1 / sheet.scale));
    show();
  }
  const mark = box.querySelector("[data-sign=pen]");
  canvas.addEventListener("keydown", key);
  canvas.addEventListener("blur", () => { mark.hidden = true; });

  // The canvas has as many dots as the screen, at most twice as many as it is wide.
  function fit() {
    take();
    const ratio = Math.min(2, Math.max(1, devicePixelRatio || 1));
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pen.down = null;
    if (!sheet.strokes.length) Object.assign(sheet, { width: canvas.clientWidth, height: canvas.clientHeight });
    sheet.scale = Math.min(canvas.clientWidth / sheet.width, canvas.clientHeight / sheet.height);
    show();
    if (!sheet.strokes.length && kept) again();
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
    take();
    kept = keptMoves = "";
    pen.down = null;
  });
  box.querySelector("[data-sign=clear]").addEventListener("click", () => {
    kept = keptMoves = "";
    pen.down = null;
    sheet.strokes = [];
    pad.clear();
    fit();
  });
  box.querySelector("[data-sign=undo]").addEventListener("click", () => {
    take();
    sheet.strokes.pop();
    kept = keptMoves = "";
    pen.down = null;
    show();
  });
  form.addEventListener("submit", () => {
    take();
    field.value = sheet.strokes.length ? picture() : kept;
    moves.value = sheet.strokes.length ? written() : keptMoves;
  }, true);
  let size = "";
  const watch = () => {
    const now = `${canvas.clientWidth} ${canvas.clientHeight}`;
    if (now === size) return;
    size = now;
    fit();
  };
  addEventListener("resize", watch);
  watch();
})();
