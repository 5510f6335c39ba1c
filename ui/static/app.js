// What the page does by itself: theme, copying, editing a question, hover cards, scrolling to the cited paragraph.
// Text of documents and models is only ever written as textContent, or copied as nodes that the server has escaped.
(() => {
  const root = document.documentElement;
  const saved = localStorage.getItem("yanju-theme");
  const applyTheme = (dark) => document.body.classList.toggle("dark", dark);
  const setLang = (lang) => { root.lang = lang === "en" ? "en" : "zh-CN"; };

  window.yanju = {
    setLang,
    switchDrawer() {
      const wide = window.innerWidth > 900;
      const open = document.body.classList.toggle(wide ? "yj-narrow" : "yj-drawn");
      if (wide) localStorage.setItem("yanju-drawer", open ? "shut" : "open");
      else if (open) document.querySelector("#yj-talk-find textarea, #yj-talk-find input")?.focus();
    },
    switchTheme() {
      const dark = !document.body.classList.contains("dark");
      applyTheme(dark);
      localStorage.setItem("yanju-theme", dark ? "dark" : "light");
    },
  };
  setLang(localStorage.getItem("yanju-lang"));

  // Gradio sets the class from the system's preference when it starts; the user's own choice comes after it.
  const start = () => {
    if (saved) applyTheme(saved === "dark");
    document.body.classList.toggle("yj-narrow", localStorage.getItem("yanju-drawer") === "shut");
    new MutationObserver(onChange).observe(document.body, { childList: true, subtree: true });
    onChange();
  };

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text); // only there on https and localhost
      return true;
    } catch {
      const focused = document.activeElement;
      const area = document.createElement("textarea");
      area.value = text;
      area.style.cssText = "position:fixed;opacity:0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      focused?.focus();
      return done;
    }
  }
  async function copy(button) {
    if (!await toClipboard(button.parentElement.querySelector(".yj-copytext").textContent)) return;
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  // The question as it was searched becomes a field; Enter or its button asks what stands there, Escape takes it back.
  function edit(button) {
    const place = button.parentElement;
    const hidden = place.querySelector("[data-act=search]");
    const before = [...place.childNodes];
    const form = document.createElement("form");
    const field = document.createElement("textarea");
    const go = document.createElement("button");
    field.value = place.querySelector(".yj-searched-text").textContent;
    field.setAttribute("aria-label", hidden.dataset.label);
    go.textContent = hidden.dataset.go;
    go.className = "yj-tool";
    form.append(field, go, hidden);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      hidden.dataset.args = JSON.stringify({ ...JSON.parse(hidden.dataset.args), text: field.value });
      hidden.click();
      place.replaceChildren(...before.slice(0, -1), hidden);
    });
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
      if (event.key !== "Escape") return;
      place.replaceChildren(...before.slice(0, -1), hidden);
      button.focus();
    });
    place.replaceChildren(form);
    field.focus();
  }

  // What the server hands over: a file to be saved, a text for the clipboard. Each has a key of its own, so that the
  // same file can be saved twice.
  let taken = "";
  function takeHanded() {
    const handed = document.querySelector("#yj-handed .yj-save, #yj-handed .yj-clip");
    if (!handed || handed.dataset.key === taken) return;
    taken = handed.dataset.key;
    if (handed.matches(".yj-clip")) { toClipboard(handed.dataset.text); return; }
    const bytes = Uint8Array.from(atob(handed.dataset.file), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: handed.dataset.kind }));
    link.download = handed.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // A conversation's name becomes a field; Enter or leaving it keeps the new name, Escape the old one.
  function rename(button) {
    const item = button.closest(".yj-talk");
    const hidden = item.querySelector("[data-act=rename]");
    const shown = item.querySelector(".yj-talk-open");
    const field = document.createElement("input");
    field.className = "yj-talk-field";
    field.value = shown.textContent;
    field.maxLength = 100;
    field.setAttribute("aria-label", hidden.dataset.label);
    let over = false;
    const end = (keep) => {
      if (over) return;
      over = true;
      field.replaceWith(shown);
      if (!keep || !field.value.trim() || field.value === shown.textContent) { shown.focus(); return; }
      shown.firstElementChild.textContent = field.value;
      hidden.dataset.args = JSON.stringify({ ...JSON.parse(hidden.dataset.args), name: field.value });
      hidden.click();
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.isComposing) end(true);
      if (event.key === "Escape") end(false);
    });
    field.addEventListener("blur", () => end(true));
    shown.replaceWith(field);
    field.select();
    field.focus();
  }

  let opener = null; // the mark that opened the panel gets the focus back when the panel closes
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.matches("[data-copy]")) copy(button);
    else if (button.matches("[data-edit]")) edit(button);
    else if (button.matches("[data-rename]")) rename(button);
    else if (button.matches("[data-act=edit]")) setTimeout(() => document.querySelector("#yj-box textarea")?.focus(), 150);
    else if (button.matches("[data-act=open], #yj-new")) document.body.classList.remove("yj-drawn");
    else if (button.matches("[data-goto]")) leadTo(button.closest(".yj-speech"), Number(button.dataset.goto));
    else if (button.matches(".yj-mark, .yj-source") && !button.closest("#yj-side")) opener = button;
    else if (button.matches("[data-act=confirm]")) document.querySelector("#yj-upload-box").scrollIntoView(); // its progress
    else if (button.matches(".yj-close")) setTimeout(() => opener?.isConnected && opener.focus(), 150);
    hideCard();
  });
  // A draft is drawn anew several times a second: a mark that goes between press and release gets no click by itself.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.target.closest?.(".yj-draft [data-act=mark]"); });
  document.addEventListener("pointerup", (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-act=mark]");
    if (pressed && !pressed.isConnected && under?.dataset.args === pressed.dataset.args) under.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hideCard();
    if (document.body.classList.contains("yj-drawn")) {
      document.body.classList.remove("yj-drawn");
      document.querySelector("#yj-menu")?.focus();
    } else document.querySelector("#yj-side .yj-close")?.click();
  });

  // In a huge speech the paragraph may not be drawn: then the button to the rest of it asks for it.
  function leadTo(speech, number) {
    const drawn = speech?.querySelector(`[data-p="${number}"]`);
    const rest = speech?.querySelector(".yj-pager [data-act=shelf]");
    if (drawn || !rest) { goTo(drawn); return; }
    rest.dataset.args = JSON.stringify({ ...JSON.parse(rest.dataset.args), paragraph: number });
    rest.click();
  }
  function goTo(paragraph) {
    if (!paragraph) return;
    paragraph.scrollIntoView({ block: "center" });
    paragraph.classList.add("yj-flash");
    setTimeout(() => paragraph.classList.remove("yj-flash"), 1600);
  }

  // hover card
  let card = null;
  function hideCard() { card?.remove(); card = null; }
  function showCard(mark) {
    hideCard();
    const { exchange, number } = JSON.parse(mark.dataset.args);
    const kept = document.querySelector(`[data-card="${Number(exchange)}-${Number(number)}"]`);
    if (!kept) return;
    card = document.createElement("div");
    card.className = "yj-card";
    card.setAttribute("role", "tooltip");
    card.append(...kept.cloneNode(true).childNodes);
    card.id = "yj-card";
    mark.setAttribute("aria-describedby", card.id);
    (document.querySelector("main.contain") ?? document.body).append(card);
    const at = mark.getBoundingClientRect();
    const width = Math.min(360, window.innerWidth - 24);
    card.style.width = `${width}px`;
    card.style.left = `${Math.max(12, Math.min(at.left - 20, window.innerWidth - width - 12))}px`;
    const above = at.top - card.offsetHeight - 8;
    card.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }
  const hoverable = window.matchMedia("(hover: hover)");
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest?.("#yj-main .yj-mark");
    if (mark && hoverable.matches) showCard(mark);
    else if (card) hideCard();
  });
  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest?.("#yj-main .yj-mark");
    if (mark?.matches(":focus-visible")) showCard(mark);
    else hideCard();
  });
  document.addEventListener("scroll", hideCard, true);

  // The session is over (logged out elsewhere, a week unused, the server restarted): to the login page, and back here.
  const asked = window.fetch;
  window.fetch = async (...request) => {
    const reply = await asked(...request);
    if (reply.status === 401) window.location.reload();
    return reply;
  };

  // An answer that has not grown for long: its server may have been restarted. Ask again, once there is one.
  // So may another page of the same conversation have gone on with it, when this one comes into view again.
  const SILENCE = 10_000;
  let grown = Date.now();
  async function lookAgain() {
    const look = document.querySelector("#yj-live [data-act=look]");
    const there = look && await fetch(window.location.href, { method: "HEAD" }).then((reply) => reply.ok, () => false);
    if (there && look.isConnected) look.click();
  }
  setInterval(() => {
    if (!document.querySelector("#yj-live [aria-busy=true]") || Date.now() - grown < SILENCE) return;
    grown = Date.now();
    lookAgain();
  }, 2_000);
  document.addEventListener("click", (event) => {
    const first = event.target.closest?.("#yj-tabs [role=tab]");
    if (first && first === document.querySelector("#yj-tabs [role=tab]")) document.querySelector("#yj-past [data-act=back]")?.click();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") lookAgain(); });

  // Gradio says in English that the server is gone, tries on, and reloads the page when it is back; in English too that
  // a file is too large.
  function tellLost() {
    for (const toast of document.querySelectorAll(".toast-body:not([hidden])")) {
      const told = toast.textContent.includes("Connection to the server was lost") ? document.querySelector(".yj-lost")
        : toast.textContent.includes("maximum allowed size") ? document.querySelector(".yj-large") : null;
      if (!told) continue;
      toast.hidden = true;
      told.hidden = false;
    }
  }

  document.addEventListener("change", (event) => {
    const told = event.target.type === "file" && document.querySelector(".yj-large");
    if (told) told.hidden = true;
  });

  // A question that is being written outlives a reload of the page; who logs out leaves nothing to the next.
  let restored = false;
  let leaving = false;
  document.addEventListener("submit", (event) => { leaving ||= Boolean(event.target.closest("#yj-user")); });
  window.addEventListener("pagehide", () => {
    if (leaving) sessionStorage.clear();
    else sessionStorage.setItem("yanju-box", document.querySelector("#yj-box textarea")?.value ?? "");
  });
  function restoreQuestion() {
    const box = document.querySelector("#yj-box textarea");
    if (restored || !box || box.disabled) return;
    restored = true;
    if (!box.value) fill(box, sessionStorage.getItem("yanju-box") ?? "");
  }
  function fill(box, text) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What was typed into a form outlives its being drawn anew: in another language, or when its tab is opened again.
  // Whatever is done with the form ends that.
  const typed = new Map(); // form -> name -> value
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-keep]")?.dataset.form;
    if (!form) return;
    if (!typed.has(form)) typed.set(form, new Map());
    typed.get(form).set(event.target.name, valueOf(event.target));
  });
  document.addEventListener("click", (event) => {
    const act = event.target.closest?.("[data-keep] [data-act]");
    if (act && act.dataset.act !== "probe") typed.delete(act.closest("[data-form]").dataset.form);
  });
  function restoreTyped() {
    for (const form of document.querySelectorAll("[data-keep]:not([data-kept])")) {
      form.dataset.kept = "";
      for (const [name, value] of typed.get(form.dataset.form) ?? []) {
        const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
        if (field) field[field.type === "checkbox" ? "checked" : "value"] = value;
      }
    }
  }

  // after a change of the page
  let shown = "";
  let drawn;
  let busy = false;
  let shelved = "";
  let turns = 0;
  let planned = false;
  function onChange() {
    grown = Date.now();
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      tellLost();
      measure();
      showTarget();
      showShelved();
      followAnswer();
      markCurrent();
      reopenSource();
      takeHanded();
      restoreQuestion();
      restoreTyped();
      tellLost();
    });
  }
  function showTarget() {
    const panel = document.querySelector("#yj-side .yj-panel");
    const key = panel?.dataset.key ?? "";
    const other = key !== shown;
    if (panel === drawn) return;
    drawn = panel;
    shown = key;
    if (!panel) return;
    const body = panel.querySelector(".yj-panel-body");
    const target = panel.querySelector(".yj-target .yj-quote") ?? panel.querySelector(".yj-target");
    if (target) body.scrollTop += target.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
    if (!other) return; // drawn anew: whoever writes meanwhile goes on writing
    panel.querySelector("h2")?.focus({ preventScroll: true });
    liftOpener();
  }
  // A source that was opened from a draft knows no quotations: it is opened again once its answer is there.
  function reopenSource() {
    const live = document.querySelector("#yj-live .yj-turn");
    const ended = busy && live?.getAttribute("aria-busy") === "false";
    busy = live?.getAttribute("aria-busy") === "true";
    if (ended && shown) [...live.querySelectorAll("[data-act=mark]")].find(isShown)?.click();
  }
  function isShown(mark) {
    const { exchange, number } = JSON.parse(mark.dataset.args);
    return `${exchange}-${number}` === shown;
  }
  function showShelved() { // whatever opens in the library is seen from its beginning, or at its paragraph
    const shelf = document.querySelector("#yj-shelf");
    const open = shelf?.querySelector("[data-shelf]")?.dataset.shelf ?? "";
    if (open === shelved) return;
    shelved = open;
    const target = shelf?.querySelector(".yj-speech .yj-target");
    if (target) target.scrollIntoView({ block: "center" });
    else if (shelf && shelf.getBoundingClientRect().top < 0) shelf.scrollIntoView({ block: "start" });
  }
  // On a phone the panel covers the lower part of the screen: bring the mark above it.
  function liftOpener() {
    const scroller = document.querySelector("#yj-scroll");
    if (!opener?.isConnected || !scroller || window.innerWidth > 900) return;
    const top = opener.getBoundingClientRect().top;
    if (top > window.innerHeight * 0.3) scroller.scrollTop += top - window.innerHeight * 0.24;
  }
  function measure() {
    const shell = document.querySelector("#yj-shell");
    const top = shell?.getBoundingClientRect().top ?? 0;
    if (top > 0) root.style.setProperty("--yj-top", `${Math.round(top + window.scrollY)}px`);
  }
  window.addEventListener("resize", onChange);
  function markCurrent() {
    for (const mark of document.querySelectorAll("#yj-main [data-act=mark]")) {
      const current = isShown(mark);
      if (mark.classList.contains("yj-current") !== current) mark.classList.toggle("yj-current", current);
    }
  }
  function followAnswer() {
    const live = document.querySelector("#yj-live .yj-turn");
    const number = live ? Number(live.id.split("-").pop()) : 0;
    if (number > 1 && number !== turns) live.scrollIntoView({ block: "start" });
    turns = number;
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
