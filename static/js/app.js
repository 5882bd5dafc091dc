// Huiyin in the browser. Everything works without this file; it saves steps and waiting.
(() => {
  "use strict";
  // As a shared worker this file holds the one stream of a person's windows in a browser, also of hidden ones: without
  // TLS a browser has six connections for all of them.
  if (!self.document) {
    const windows = new Set(), last = {};
    let events, failures = 0;
    const tell = (...said) => { for (const w of windows) w.postMessage(said); };
    const listen = () => {
      if (!windows.size || events && events.readyState !== EventSource.CLOSED) return;
      events = new EventSource("/notices/stream");
      for (const kind of ["unread", "alarms"]) {
        events.addEventListener(kind, (e) => { failures = 0; tell(kind, last[kind] = e.data); });
      }
      events.onerror = () => {
        events.close();
        tell("failed");
        setTimeout(listen, Math.min(300, 15 * 2 ** failures++) * 1000);
      };
    };
    self.onconnect = ({ ports: [w] }) => {
      windows.add(w);
      w.onmessage = () => {
        windows.delete(w);
        if (!windows.size) events?.close();
      };
      for (const kind in last) w.postMessage([kind, last[kind]]);
      listen();
    };
    return;
  }
  const body = document.body, script = document.currentScript.src;
  const words = JSON.parse(body.dataset.words || "{}");
  const say = (key, ...args) => args.reduce((text, a) => text.replace(/%[sd]/, a), words[key] || "");
  const $$ = (selector, root = document) => root.querySelectorAll(selector);

  // Deadlines go on by the server's clock; in a rehearsal it stands still.
  const drift = Date.parse(body.dataset.now) - Date.now();
  const now = () => ("still" in body.dataset ? Date.parse(body.dataset.now) : Date.now() + drift);

  function span(ms) {
    const minutes = Math.floor(Math.abs(ms) / 60000);
    const d = Math.floor(minutes / 1440), h = Math.floor(minutes / 60) % 24, m = minutes % 60;
    if (d >= 3 || (d > 0 && h === 0)) return say("days", d);
    if (d > 0) return say("dayhour", d, h);
    if (h > 0) return m === 0 ? say("hours", h) : say("hourmin", h, m);
    return m > 0 ? say("minutes", m) : say("moment");
  }

  function tick() {
    const at = now();
    for (const e of $$("[data-near]")) {
      const due = Date.parse(e.dataset.due), over = at >= due;
      const text = e.querySelector("b");
      if (text) text.textContent = say(over ? "over" : "left", span(due - at));
      const late = over || e.dataset.status === "missed";
      e.classList.toggle("is-late", late);
      e.classList.toggle("is-near", !late && at >= Date.parse(e.dataset.near));
      e.classList.toggle("is-calm", !late && at < Date.parse(e.dataset.near));
    }
  }
  if (!("still" in body.dataset)) setInterval(tick, 60000);

  // Keys: / finds, n records, j and k walk through a list, Enter opens, x chooses.
  const rows = () => [...$$("table[data-list] tbody tr, [data-list] > article")].filter(linkOf);
  const linkOf = (row) => row.querySelector("a[href]");

  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((r) => r.classList.contains("here"));
    const next = all[Math.min(all.length - 1, Math.max(0, here + step))];
    if (here >= 0) all[here].classList.remove("here");
    next.classList.add("here");
    linkOf(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.isComposing) {
      e.target.closest("form.form")?.requestSubmit();
      return;
    }
    if (e.key === "Escape") {
      const open = [...$$("details.menu[open]")].pop();
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented) return;
    if (e.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    if (e.key === "j" || e.key === "k") {
      walk(e.key === "j" ? 1 : -1);
      return;
    }
    if (e.key === "x" && document.querySelector("table[data-list]")) {
      const row = document.querySelector("tr.here") || e.target.closest("table[data-list] tbody tr");
      row?.querySelector("input[type=checkbox]")?.click();
      return;
    }
    const on = /^[/narx]$/.test(e.key) && document.querySelector(`[data-key="${e.key}"]`);
    if (!on) return;
    e.preventDefault();
    if (on.matches("input")) on.select(), on.focus();
    else on.click();
  });

  // Rows are chosen one by one or all of a page; the number of them stands beside what can be done.
  const boxes = (name) => [...$$(`table input[type=checkbox][name="${name}"]`)];
  for (const all of $$("[data-choose]")) {
    const count = document.querySelector("[data-chosen]"), none = count?.textContent;
    const look = () => {
      const n = boxes(all.dataset.choose).filter((b) => b.checked).length;
      if (count) count.textContent = n ? count.dataset.chosen.replace("0", n) : none;
    };
    all.addEventListener("click", (e) => {
      e.preventDefault();
      const every = boxes(all.dataset.choose), on = !every.every((b) => b.checked);
      for (const b of every) b.checked = on;
      look();
    });
    document.addEventListener("change", look);
    addEventListener("pageshow", look);
    look();
  }

  document.addEventListener("click", (e) => {
    for (const menu of $$("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;

    const row = e.target.closest("table[data-list] tbody tr");
    if (!row || e.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    const link = linkOf(row);
    if (!link) return;
    if (e.ctrlKey || e.metaKey) open(link.href);
    else link.click();
  });

  // What a link or a refusal leads to is opened, whatever it is folded into, and the cursor stands in its first field.
  const reveal = (e) => {
    for (let d = e?.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  };
  const toForm = (id) => {
    const form = document.getElementById(id);
    reveal(form);
    const field = form?.querySelector("input:not([type=hidden]):not([disabled]), select, textarea, button");
    if (!field) return false;
    field.focus({ preventScroll: true });
    form.scrollIntoView({ block: form.offsetHeight < innerHeight * 0.8 ? "center" : "start" });
    return true;
  };
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-to-form][href^='#']");
    if (!link || !document.getElementById(link.hash.slice(1))) return;
    e.preventDefault();
    location.replace(link.hash); // what stands hidden shows itself as the target
    link.closest("details.menu")?.removeAttribute("open");
    toForm(link.hash.slice(1));
  });
  // A phone shows less of what is long.
  const narrow = () => {
    if (matchMedia("(max-width: 767px)").matches) for (const d of $$("details[data-wide]")) d.open = false;
  };
  narrow();
  if (location.hash) toForm(location.hash.slice(1));

  document.addEventListener("click", async (e) => {
    if (e.target.closest("[data-print-page]")) print();
    const copy = e.target.closest("[data-copy]");
    if (!copy) return;
    const text = document.createElement("textarea");
    text.value = copy.dataset.copy;
    if (navigator.clipboard) await navigator.clipboard.writeText(text.value); // which plain connections do not have
    else {
      copy.after(text);
      text.select();
      document.execCommand("copy");
      text.remove();
    }
    copy.textContent = copy.dataset.copied;
  });

  // A question is asked before what cannot be taken back.
  function ask(question) {
    return new Promise((answer) => {
      const box = document.createElement("dialog");
      const text = document.createElement("p");
      const actions = document.createElement("form");
      text.id = "question";
      text.textContent = question;
      box.setAttribute("aria-labelledby", text.id);
      actions.method = "dialog";
      actions.className = "dialog-actions";
      for (const [value, style] of [["no", "btn"], ["yes", "btn btn-primary"]]) {
        const button = document.createElement("button");
        button.value = value;
        button.className = style;
        button.textContent = say(value);
        actions.append(button);
      }
      box.append(text, actions);
      box.addEventListener("close", () => {
        box.remove();
        answer(box.returnValue === "yes");
      });
      body.append(box);
      box.showModal();
    });
  }

  // Without a network the page says so, and loses nothing that was typed (O7).
  const away = () => !navigator.onLine && !/^(localhost|127\.|\[)/.test(location.hostname);
  const online = () => {
    document.getElementById("away")?.remove();
    if (!away()) return;
    const said = Object.assign(document.createElement("p"), { id: "away", className: "demo-note", textContent: say("offline") });
    said.setAttribute("role", "status");
    document.querySelector("main")?.before(said);
  };
  for (const kind of ["offline", "online"]) addEventListener(kind, online);

  // A form is sent once: it carries a text of its own, and its buttons rest until the answer.
  const unique = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const submitter = new WeakMap();
  const buttons = (form) => $$("button:not([type=button]), input[type=submit]", form);
  const rest = (form, on) => {
    for (const b of buttons(form)) on ? b.setAttribute("aria-disabled", "true") : b.removeAttribute("aria-disabled");
    if (on) form.dataset.sent = "";
    else delete form.dataset.sent;
  };

  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method !== "post" || e.submitter?.formTarget === "_blank") return; // a look in a new window leaves this page as it is
    if ("sent" in form.dataset) {
      e.preventDefault();
      e.stopImmediatePropagation();
      return;
    }
    if (away()) { // what was typed stays, and goes on the next press
      e.preventDefault();
      e.stopImmediatePropagation();
      return note(form, say("offline"));
    }
    if (form.dataset.confirm && !("confirmed" in form.dataset)) {
      e.preventDefault();
      e.stopImmediatePropagation();
      const by = e.submitter;
      ask(form.dataset.confirm).then((yes) => {
        if (!yes) return;
        form.dataset.confirmed = "";
        form.requestSubmit(by);
        delete form.dataset.confirmed;
      });
      return;
    }
    if (e.submitter) submitter.set(form, e.submitter);
    else submitter.delete(form);
    const once = form.elements.namedItem("once");
    if (once && !once.value) once.value = unique();
    rest(form, true);
  }, true);

  addEventListener("pageshow", () => {
    for (const form of $$("form[data-sent]")) rest(form, false);
  });

  // htmx forgets which button was pressed when a question came between.
  document.addEventListener("htmx:configRequest", (e) => {
    const by = submitter.get(e.detail.elt);
    if (by?.name) e.detail.parameters[by.name] = by.value;
    // What is the matter is said at its beginning; an address has to stay short.
    if (e.detail.path === "/complaints/hints") e.detail.parameters.matter = (e.detail.parameters.matter || "").slice(0, 400);
  });

  const note = (form, text) => {
    if (!form.matches("form") || !text) return;
    const said = form.querySelector(".offline") || document.createElement("div");
    said.className = "offline alert alert-warning";
    said.setAttribute("role", "alert");
    said.textContent = text;
    form.prepend(said);
  };

  const signInWith = (form) => {
    const by = submitter.get(form);
    if (by?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
    for (const file of $$("input[type=file]", form)) file.disabled = true; // a file cannot be given back
    HTMLFormElement.prototype.submit.call(form);
  };

  // The answer comes in place; what is no longer on the page is gone to instead.
  document.addEventListener("htmx:beforeSwap", (e) => {
    const { xhr, requestConfig, serverResponse } = e.detail;
    const select = requestConfig.elt.getAttribute("hx-select");
    if (!select || new DOMParser().parseFromString(serverResponse, "text/html").querySelector(select)) return;
    if (xhr.status < 400) {
      e.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
      return;
    }
    // What the server cannot keep just now stays in the form: a full disk, a locked database.
    if (xhr.status === 503 || xhr.status === 507) {
      e.detail.shouldSwap = false;
      note(requestConfig.elt, new DOMParser().parseFromString(serverResponse, "text/html").querySelector(".problem p")?.textContent);
      return;
    }
    // The log-in has run out: the form goes once more as a whole, to the page that asks for it and keeps what was typed.
    if (xhr.status === 401 && requestConfig.elt.matches("form[method=post]")) {
      e.detail.shouldSwap = false;
      signInWith(requestConfig.elt);
      return;
    }
    e.detail.target = document.getElementById("main");
    e.detail.selectOverride = "#main";
    e.detail.swapOverride = "outerHTML";
  });

  document.addEventListener("htmx:afterRequest", (e) => {
    const form = e.detail.elt;
    if (form.matches("form")) rest(form, false);
  });

  document.addEventListener("htmx:sendError", (e) => note(e.detail.elt, say("offline")));

  document.addEventListener("htmx:afterSettle", (e) => {
    tick();
    narrow();
    const { xhr, requestConfig } = e.detail;
    if (!requestConfig?.elt.matches("form")) return;
    const wrong = xhr.status === 422 && document.querySelector("[aria-invalid=true]");
    if (wrong) {
      reveal(wrong);
      const field = wrong.matches("[role=radiogroup]") ? wrong.querySelector("input") : wrong;
      field.focus({ preventScroll: true });
      wrong.scrollIntoView({ block: "center" });
      return;
    }
    const part = xhr.status < 400 && requestConfig.elt.dataset.part;
    const changed = part && document.getElementById(part);
    if (!changed) return;
    reveal(changed);
    if (!changed.hasAttribute("tabindex")) changed.tabIndex = -1;
    changed.focus({ preventScroll: true });
    changed.scrollIntoView({ block: "nearest" });
    changed.classList.add("changed");
    changed.addEventListener("animationend", () => changed.classList.remove("changed"), { once: true });
  });

  // What must be explained asks for the words first.
  document.addEventListener("click", (e) => {
    const button = e.target.closest("button[data-words]"), words = button?.form.elements.words;
    if (!words || words.value.trim()) return;
    e.preventDefault();
    words.focus();
  });

  // What is searched for stands in the address; what is left empty need not.
  document.addEventListener("submit", (e) => {
    if (e.target.method !== "get") return;
    for (const field of e.target.elements) {
      if (field.value || !field.name || field.disabled) continue;
      field.disabled = true;
      setTimeout(() => (field.disabled = false));
    }
  });

  // What is typed into a form on a case, or into that of recording, is kept as it is typed, so that a closed browser or a
  // look elsewhere loses nothing.
  const keptAt = (form) => form?.querySelector("[data-draft]")?.dataset.draft ||
    (form?.matches("main form.form[data-action][action^='/complaints/']:not([enctype])") ? "/typed" : "");
  const keeping = new Map();
  const tell = (form, text) => {
    let note = form.querySelector("[data-draft], .draft-note");
    if (!note) {
      note = Object.assign(document.createElement("span"), { className: "quiet draft-note" });
      form.append(note);
    }
    note.textContent = text;
  };
  async function save(form, leaving) {
    const k = keeping.get(form);
    if (!k) return;
    clearTimeout(k.timer);
    if (!k.dirty) return;
    k.dirty = false;
    k.going?.abort();
    k.going = new AbortController();
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
    const to = keptAt(form);
    if (to === "/typed") typed.set("path", form.getAttribute("action"));
    try {
      const answer = await fetch(to, { method: "POST", body: typed, keepalive: leaving, redirect: "error", signal: k.going.signal });
      if (!answer.ok) throw new Error(answer.status);
      const at = new Date(now());
      tell(form, say("kept", `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`));
    } catch (e) {
      if (e.name === "AbortError") return;
      k.dirty = true;
      tell(form, say("lost"));
    }
  }
  const changed = (form) => {
    if (!keptAt(form)) return;
    const k = keeping.get(form) || {};
    keeping.set(form, k);
    k.dirty = true;
    clearTimeout(k.timer);
    k.timer = setTimeout(() => save(form), 1000);
  };
  document.addEventListener("input", (e) => changed(e.target.form));
  const refused = () => { for (const e of $$("[aria-invalid=true]")) changed(e.closest("form")); };
  addEventListener("pagehide", () => { for (const form of keeping.keys()) if (form.isConnected) save(form, true); });
  document.addEventListener("submit", (e) => {
    const k = keeping.get(e.target);
    if (!k || e.defaultPrevented && !e.target.hasAttribute("hx-post")) return;
    k.dirty = false;
    clearTimeout(k.timer);
    k.going?.abort();
  });
  document.addEventListener("htmx:afterSettle", refused);
  refused();

  // What is longer than its field takes is left as it was typed or pasted, and said.
  const beyond = (field) => {
    const length = [...field.value.replace(/\r\n?/g, "\n").trim()].length, most = Number(field.dataset.most);
    const id = `${field.id}-beyond`, old = document.getElementById(id);
    if (length <= most) return old?.remove();
    const said = old || document.createElement("div");
    Object.assign(said, { id, className: "form-hint beyond", textContent: say("beyond", most, length - most) });
    said.setAttribute("role", "status");
    if (!old) field.after(said);
  };
  document.addEventListener("input", (e) => { if (e.target.dataset?.most) beyond(e.target); });

  // A password can be looked at while it is typed, and a new one shows how long it is.
  for (const form of new Set([...$$("input[type=password]")].map((i) => i.form))) {
    const fields = [...$$("input[type=password]", form)];
    const box = document.createElement("input"), label = document.createElement("label");
    box.type = "checkbox";
    box.className = "form-check-input m-0";
    label.className = "password-show";
    label.append(box, say("show"));
    box.addEventListener("change", () => fields.forEach((i) => (i.type = box.checked ? "text" : "password")));
    form.addEventListener("submit", () => fields.forEach((i) => (i.type = "password")));
    fields.at(-1).after(label);
    const fresh = form.elements.again && fields.find((i) => i.autocomplete === "new-password"); // not another server's
    if (!fresh) continue;
    const meter = document.createElement("meter");
    Object.assign(meter, { min: 0, max: 20, low: 12, high: 16, optimum: 20, value: 0, className: "password-length" });
    meter.setAttribute("aria-label", say("length"));
    fresh.after(meter);
    fresh.addEventListener("input", () => (meter.value = [...fresh.value.replace(/\s+/g, " ")].length));
  }

  // Usual answers, put into their field by one tap.
  for (const chips of $$("[data-chips]")) chips.hidden = false;

  // A long list is chosen from by typing: a word, or the initials of its pinyin. The list itself stays what is sent.
  let combos = 0;
  function combobox(select) {
    const many = select.multiple, box = document.createElement("div"), list = document.createElement("ul");
    const input = document.createElement("input"), chosen = document.createElement("div"), id = `find-${++combos}`;
    input.combo = select;
    Object.assign(input, { id, type: "text", autocomplete: "off", className: `${select.className.replace("form-select", "form-control")} combo-input`,
      placeholder: say(many ? "add" : "find"), autofocus: select.autofocus });
    list.id = `${id}-list`;
    list.hidden = true;
    box.className = "combo";
    chosen.className = "chips combo-chosen";
    for (const [k, v] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(k, v);
    for (const k of ["aria-invalid", "aria-describedby", "aria-required", "disabled"]) {
      if (select.hasAttribute(k)) input.setAttribute(k, select.getAttribute(k));
      if (k !== "disabled") select.removeAttribute(k);
    }
    const label = [...select.labels || []][0];
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label?.textContent.replace("*", "").trim() || select.name);
    if (label) label.htmlFor = id;
    const had = document.activeElement === select;
    select.hidden = true;
    select.before(box);
    if (many) box.append(chosen);
    box.append(input, list);
    const options = () => [...select.options].filter((o) => !many || o.value);
    const show = () => {
      if (!many) input.value = select.value ? select.selectedOptions[0]?.textContent || "" : "";
      chosen.replaceChildren(...[...select.selectedOptions].map((o) => {
        const b = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: `${o.textContent} ✕` });
        b.addEventListener("click", () => { o.selected = false; tellChange(); input.focus(); });
        return b;
      }));
    };
    const tellChange = () => {
      show();
      for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    let at = -1, typed = false;
    const items = () => [...list.children].filter((li) => li.option);
    const mark = (n) => {
      const all = items();
      at = all.length ? (n + all.length) % all.length : -1;
      all.forEach((li, i) => li.setAttribute("aria-selected", i === at));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      list.hidden = true;
      typed = false;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const open = () => {
      const want = typed ? input.value.trim().toLowerCase() : "";
      const found = options().filter((o) => !want || o.textContent.toLowerCase().includes(want) || (o.dataset.k || "").includes(want) ||
        o.parentElement.label?.includes(want));
      let group = null;
      list.replaceChildren(...found.slice(0, 60).flatMap((o, i) => {
        const li = document.createElement("li"), out = [];
        if (o.parentElement.label && o.parentElement.label !== group) {
          group = o.parentElement.label;
          out.push(Object.assign(document.createElement("li"), { className: "combo-group", role: "presentation", textContent: group }));
        }
        Object.assign(li, { id: `${id}-${i}`, role: "option", textContent: o.textContent, option: o });
        li.setAttribute("role", "option");
        li.classList.toggle("on", o.selected && o.value !== "");
        return [...out, li];
      }));
      for (const li of $$(".combo-group", list)) li.setAttribute("role", "presentation");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      mark(want ? 0 : Math.max(0, found.findIndex((o) => o.selected && o.value)));
    };
    const choose = (o) => {
      if (many) o.selected = !o.selected, input.value = "";
      else select.value = o.value;
      close();
      tellChange();
    };
    input.addEventListener("input", (e) => { e.stopPropagation(); typed = true; open(); });
    input.addEventListener("change", (e) => e.stopPropagation());
    input.addEventListener("click", () => { if (list.hidden) open(); });
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (e) => {
      if (e.isComposing || e.ctrlKey || e.metaKey) return;
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        if (list.hidden) return open();
        mark(at + (e.key === "ArrowDown" ? 1 : -1));
      } else if (e.key === "Enter" && !list.hidden && at >= 0) {
        e.preventDefault();
        choose(items()[at].option);
      } else if (e.key === "Tab" && !list.hidden && at >= 0 && typed && input.value.trim()) {
        choose(items()[at].option);
      } else if (e.key === "Escape" && !list.hidden) {
        e.stopPropagation();
        close();
        show();
      }
    });
    list.addEventListener("pointerdown", (e) => {
      e.preventDefault();
      const li = e.target.closest("li");
      if (li?.option) choose(li.option);
    });
    input.addEventListener("blur", () => {
      if (!many && typed && !input.value.trim() && select.value && [...select.options].some((o) => !o.value)) {
        select.value = "";
        tellChange();
      }
      close();
      if (many) input.value = "";
      else show();
    });
    select.form?.addEventListener("reset", () => setTimeout(show));
    select.addEventListener("change", show);
    show();
    if (had) input.focus();
  }
  const findable = () => { for (const s of $$("form[method=post] select[data-find]")) if (!s.hidden) combobox(s); };
  findable();
  document.addEventListener("htmx:load", findable);
  addEventListener("pageshow", (e) => { if (e.persisted) for (const s of $$("select[data-find]")) s.dispatchEvent(new Event("change")); });

  // The search field suggests while typing; a whole phone is asked for by Enter alone, as that is a look-up (P11).
  for (const field of $$(".topbar .search input")) {
    const form = field.form, list = Object.assign(document.createElement("ul"), { className: "suggestions", hidden: true });
    form.append(list);
    let timer, asked = 0;
    const close = () => { list.hidden = true; };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      const q = field.value.trim(), mine = ++asked;
      if (q.length < 2 || /^[\d\s+-]{7,}$/.test(q)) return close();
      timer = setTimeout(async () => {
        const found = await fetch(`/search?json=1&q=${encodeURIComponent(q)}`).then((r) => (r.ok ? r.json() : [])).catch(() => []);
        if (mine !== asked) return;
        list.replaceChildren(...found.map((f) => {
          const li = document.createElement("li"), a = document.createElement("a"), b = document.createElement("strong");
          a.href = `/${{ ZX: "inquiries", BY: "praises" }[f.Number.slice(0, 2)] || "complaints"}/${f.Number}`;
          b.textContent = f.Name;
          a.append(b, ` ${f.Matter} `, Object.assign(document.createElement("small"), { textContent: f.Number }));
          li.append(a);
          return li;
        }));
        list.hidden = !found.length;
      }, 250);
    });
    form.addEventListener("keydown", (e) => {
      if (e.key === "Escape") close();
      if (list.hidden || !/^Arrow(Up|Down)$/.test(e.key)) return;
      const all = [...list.querySelectorAll("a")], i = all.indexOf(document.activeElement) + (e.key === "ArrowDown" ? 1 : -1);
      e.preventDefault();
      (all[i] || field).focus();
    });
    form.addEventListener("focusout", (e) => { if (!form.contains(e.relatedTarget)) close(); });
  }

  // What this browser's counter takes in most is what it took in last.
  for (const last of $$("[data-last]")) {
    const all = [...$$("input[type=radio]", last)], key = `last-${last.dataset.last}`, form = last.closest("form");
    const before = all.find((r) => r.value === localStorage.getItem(key));
    if (before && !all.some((r) => r.checked) && !form.querySelector("[aria-invalid=true]")) {
      before.checked = true;
      if (document.activeElement === document.body || all.includes(document.activeElement)) form.elements.phone?.focus();
    }
    form.addEventListener("submit", () => localStorage.setItem(key, all.find((r) => r.checked)?.value || ""));
  }

  // The bar of the form says what is still missing, and leads there.
  for (const note of $$("[data-missing]")) {
    const form = note.closest("form"), nameOf = (e) => (e.labels?.[0] || document.getElementById(e.getAttribute("aria-labelledby")))?.firstChild.textContent.trim();
    const look = () => {
      const missing = [...$$("[aria-required=true], [data-needed-unless]", form)].filter((e) => {
        if (e.matches("[role=radiogroup]")) return !e.querySelector(":checked");
        const unless = e.dataset.neededUnless;
        if (unless && (form.elements.channel.value === unless || /^匿名$/.test(form.elements.name.value.trim()))) return false;
        return !(e.combo || e).value.trim();
      });
      note.replaceChildren();
      const b = document.createElement("b");
      b.textContent = missing.length ? note.dataset.missing.replace("%d", missing.length) : note.dataset.ready;
      note.append(b);
      for (const e of missing) {
        const a = Object.assign(document.createElement("a"), { href: `#${e.id}`, textContent: nameOf(e) });
        a.addEventListener("click", (c) => { c.preventDefault(); (e.matches("[role=radiogroup]") ? e.querySelector("input") : e).focus(); });
        note.append(" ", a);
      }
      note.classList.toggle("is-ready", !missing.length);
    };
    form.addEventListener("input", look);
    form.addEventListener("change", look);
    look();
  }

  // A long form of figures is narrowed by typing, and its bar counts what was changed.
  for (const find of $$("[data-narrow]")) {
    const form = find.form, rows = [...$$("tr[data-was]", form)], bar = form.querySelector("[data-changed]");
    find.hidden = false;
    find.addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(); });
    find.addEventListener("input", () => {
      const want = find.value.trim().toLowerCase();
      for (const r of rows) r.hidden = !(r.textContent + r.closest(".card").querySelector("h2").textContent).toLowerCase().includes(want);
      for (const c of $$(".card:has(tr)", form)) c.hidden = !c.querySelector("tr[data-was]:not([hidden])");
      document.querySelector(find.dataset.narrow).hidden = rows.some((r) => !r.hidden);
    });
    const look = () => {
      const n = rows.filter((r) => r.querySelector("input, select").value.trim() !== r.dataset.was).length;
      bar.textContent = n ? bar.dataset.changed.replace("%d", n) : "";
    };
    form.addEventListener("input", look);
    look();
  }

  // Categories whose name shares a word with what was written are offered; nothing is set by itself.
  for (const offer of $$("[data-suggest]")) {
    const form = offer.closest("form"), select = form.elements[offer.dataset.suggest], from = form.elements[offer.dataset.from];
    const look = () => {
      const text = from.value, pairs = (t) => [...t].slice(1).map((c, i) => t[i] + c);
      const found = select.value ? [] : [...select.options].filter((o) => o.value).map((o) =>
        [o, pairs(o.textContent).filter((p) => text.includes(p)).length * 2 + pairs(o.parentElement.label || "").filter((p) => text.includes(p)).length])
        .filter(([, n]) => n).sort((a, b) => b[1] - a[1]).slice(0, 2);
      offer.replaceChildren(...found.map(([o]) => {
        const b = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm suggested", textContent: `${o.textContent}？` });
        b.addEventListener("click", () => {
          select.value = o.value;
          for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
        });
        return b;
      }));
      offer.hidden = !found.length;
    };
    from.addEventListener("input", look);
    select.addEventListener("change", look);
    look();
  }

  // Words that may mean an emergency offer to say so; a person decides.
  for (const field of $$("[data-alarming]")) {
    const form = field.form, offer = form.querySelector("[data-offer]"), text = offer.querySelector("div");
    const sentence = offer.dataset.offer, read = JSON.parse(field.dataset.alarming);
    const clause = new RegExp(read.clause), over = new RegExp(read.sentence);
    const alarms = read.pairs.map(([what, h]) =>
      new RegExp(what ? `(?:${what})${read.apart}(?:${h})|(?:${h})${read.back}(?:${what})` : h, "g"));
    // The words that may tell of an emergency, by the patterns and the order of the server.
    const find = (typed) => {
      for (const s of typed.split(/[。！？!?；;\n]/)) {
        if (over.test(s)) continue;
        for (const alarm of alarms) {
          for (const m of s.matchAll(alarm)) {
            const end = m.index + m[0].length, rest = s.slice(end).search(/[，,、]/);
            const from = Math.max(...["，", ",", "、"].map((c) => s.lastIndexOf(c, m.index - 1))) + 1;
            if (!clause.test(s.slice(m.index ? from : 0, rest < 0 ? s.length : end + rest))) return m[0];
          }
        }
      }
      return "";
    };
    const emergency = [...form.elements.urgency].find((r) => r.value === "emergency");
    // A category of emergencies makes the complaint one: that is set where it is seen, and what is wanted is clear.
    const category = form.elements.category, hints = form.querySelector(".hints");
    let heard = "";
    const look = () => {
      const word = find(field.value), urgent = category?.dataset.emergencies?.split(" ").includes(category.value) && category.value;
      if (urgent) emergency.checked = true;
      if (urgent && !form.elements.demand.value.trim()) form.elements.demand.value = category.dataset.hasten;
      offer.hidden = !word || emergency.checked;
      if (word) text.textContent = sentence.replace("%s", word);
      if (heard !== (heard = word) && word) window.htmx?.trigger(hints, "alarming");
    };
    field.addEventListener("input", look);
    form.addEventListener("change", look);
    offer.querySelector("button").addEventListener("click", () => {
      emergency.checked = true;
      emergency.focus();
      emergency.dispatchEvent(new Event("input", { bubbles: true }));
      look();
    });
    look();
  }

  // An emergency stands on every open page as soon as somebody is told of it: with a sound once in a browser, and in the
  // title, which is what is seen of a hidden window.
  const strip = () => document.getElementById("alarms"), title = document.title;
  async function alarm(state) {
    if (!strip() || state === strip().dataset.alarms) return;
    try {
      const answer = await fetch("/notices/alarms");
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      strip().replaceWith(page.getElementById("alarms"));
      for (const back of $$("[name=back]", strip())) back.value = location.pathname + location.search;
      window.htmx?.process(strip());
      tick();
      alarms();
    } catch {
      // the server is away; the stream says it again
    }
  }
  function alarms() {
    const all = [...$$("#alarms [data-alarm]")];
    document.title = (all.length ? all[0].dataset.heading + " · " : "") + title;
    const news = all.map((a) => a.dataset.rung).filter((a) => Number(a) > Number(localStorage.getItem("alarm") || 0));
    if (news.length) sound(Math.max(...news));
  }
  // Two tones, three times. A browser that lets no page sound before it was touched sounds at the first touch.
  let tones;
  function sound(newest) {
    if (!window.AudioContext || tones) return;
    tones = new AudioContext();
    const play = () => {
      if (tones.state !== "running" || newest <= Number(localStorage.getItem("alarm") || 0)) return;
      localStorage.setItem("alarm", newest);
      body.dataset.sounded = newest;
      for (let i = 0; i < 6; i++) {
        const tone = tones.createOscillator(), volume = tones.createGain(), at = tones.currentTime + i * 0.35;
        tone.frequency.value = i % 2 ? 660 : 880;
        volume.gain.setValueAtTime(0.2, at);
        volume.gain.linearRampToValueAtTime(0, at + 0.3);
        tone.connect(volume).connect(tones.destination);
        tone.start(at);
        tone.stop(at + 0.3);
      }
      tones = null;
    };
    if (tones.state === "running") return play();
    tones.onstatechange = () => tones && play();
    tones.resume().catch(() => {});
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => tones?.resume(), { once: true });
  }
  document.addEventListener("click", (e) => { // also of what came later
    const chip = e.target.closest?.("[data-fill]"), chips = chip?.closest("[data-chips]");
    if (!chips) return;
    const field = chips.closest("form").elements[chips.dataset.chips];
    field.value = chip.dataset.fill;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("htmx:afterSwap", (e) => { if (e.target.id === "alarms") alarms(); });
  alarms();

  // The bell follows the server's events; where no stream can be held, it asks every minute.
  const bell = document.querySelector("#bell a");
  if (bell) {
    const show = (n) => {
      const badge = document.querySelector("#bell .count"), count = n > 99 ? "99+" : String(n);
      if (badge) {
        badge.hidden = n < 1;
        badge.firstChild.textContent = count;
      } else if (n > 0) {
        const b = document.createElement("b");
        b.className = "count";
        b.append(count);
        document.querySelector("#bell a").append(b);
      }
    };
    const heard = { unread: (data) => show(Number(data)), alarms: alarm, failed: () => failures++ };
    // A browser without shared workers, that of a phone, keeps a stream for the window that is seen.
    let events, failures = 0, shared;
    const listen = () => {
      if (window.SharedWorker) {
        if (shared) return;
        shared = new SharedWorker(script, body.dataset.account).port;
        shared.onmessage = ({ data: [kind, data] }) => {
          if (kind !== "failed") failures = 0;
          heard[kind](data);
        };
        return;
      }
      if (!window.EventSource) return failures++;
      if (document.hidden || events && events.readyState !== EventSource.CLOSED) return;
      events = new EventSource("/notices/stream");
      for (const kind of ["unread", "alarms"]) {
        events.addEventListener(kind, (e) => { failures = 0; heard[kind](e.data); });
      }
      events.onerror = () => {
        events.close();
        setTimeout(listen, Math.min(300, 15 * 2 ** failures++) * 1000);
      };
    };
    setInterval(async () => {
      if (!failures || document.hidden) return;
      try {
        const answer = await fetch("/notices/unread");
        if (answer.ok) show(Number(await answer.text()));
      } catch {
        // the server is away; the next minute asks again
      }
    }, 60_000);
    // Who types is at work: that is said before the log-in would end for want of use, in any of the browser's windows.
    // Five minutes before it ends a sentence says so (a short one: at half).
    const idle = Number(body.dataset.idle) * 1000, ends = Date.now() + Number(body.dataset.ends) * 1000;
    const windows = window.BroadcastChannel && new BroadcastChannel(`huiyin-${body.dataset.account}`);
    let said = Date.now();
    const atWork = () => {
      const before = said;
      said = Date.now();
      return fetch("/notices/unread?typing").then((a) => {
        if (!a.ok) throw new Error(a.status);
        windows?.postMessage(said);
        warn();
      }).catch(() => { said = before; });
    };
    const warn = () => {
      const last = said + idle, left = Math.min(last, ends) - Date.now(), old = document.getElementById("session-ends");
      if (!idle || left > Math.min(300_000, idle / 2)) return old?.remove();
      const text = say(last < ends ? "idle" : "ends", Math.max(0, Math.ceil(left / 60_000)));
      const box = old || Object.assign(document.createElement("div"), { id: "session-ends", className: "alert alert-warning" });
      if (!old) {
        box.setAttribute("role", "alert");
        const more = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: say("go on") });
        more.addEventListener("click", atWork);
        box.append(document.createElement("span"), more);
        body.append(box);
      }
      box.querySelector("button").hidden = last >= ends;
      if (box.firstChild.textContent !== text) box.firstChild.textContent = text;
    };
    windows?.addEventListener("message", (e) => { said = Math.max(said, e.data); warn(); });
    document.addEventListener("input", () => { if (Date.now() - said > 120_000) atWork(); });
    windows?.postMessage(said);
    setInterval(warn, 15_000);
    document.addEventListener("visibilitychange", warn);
    const quiet = () => events?.close();
    addEventListener("pagehide", () => {
      quiet();
      shared?.postMessage("gone");
      shared = null;
    });
    document.addEventListener("visibilitychange", () => document.hidden ? quiet() : listen());
    addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
    setTimeout(listen, 1000);
  }
})();
