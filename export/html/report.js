
(() => {
  "use strict";

  // Tables: a button in each head sorts by its column.
  const value = (row, i) => {
    const text = row.cells[i] ? row.cells[i].textContent.trim() : "";
    const number = Number(text.replace("−", "-").replace(/[\s%]+$/, ""));
    return text === "" || text === "–" ? null : Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : null;
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    for (const head of table.tHead.querySelectorAll("th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.classList.contains("n");
        const was = head.getAttribute("aria-sort");
        const order = was === null ? (down ? "descending" : "ascending") : was === "ascending" ? "descending" : "ascending";
        for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const keyed = rows.map((row, i) => ({ row, i, key: value(row, head.cellIndex) }));
        keyed.sort((a, b) => {
          const c = compare(a.key, b.key);
          if (c === null) return a.key === null ? 1 : -1; // what is missing comes last
          return sign * c || a.i - b.i;
        });
        body.append(...keyed.map((k) => k.row));
      });
    }
  }

  // Entries: a cell's address #find?name=value&… shows those that it counts.
  const form = document.getElementById("filter");
  if (!form) return;
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const entries = [...document.querySelectorAll("#list > .entry")].map((element) => ({
    element, tags: element.dataset.tags, text: null,
  }));
  const page = 40;
  let shown = page;
  let terms = new Map(); // name → values, one of which an entry must have
  const selects = [...form.querySelectorAll("select")];

  const show = () => {
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const e of entries) {
      let match = true;
      for (const [name, values] of terms) {
        match = match && values.some((v) => e.tags.includes(`\n${name}=${v}\n`));
      }
      if (match && words.length) {
        if (e.text === null) e.text = e.element.textContent.toLowerCase();
        match = words.every((w) => e.text.includes(w));
      }
      if (match) n++;
      e.element.classList.toggle("away", !match || n > shown);
    }
    const parts = [];
    for (const [name, values] of terms) {
      const select = selects.find((s) => s.name === name && values.length === 1);
      const flag = { usable: "usable", paper: "in the paper", printed: "printed before" }[name];
      if (flag) {
        parts.push(flag);
        continue;
      }
      parts.push(name === "id" ? `${values.length} that are named` : `${name} ${select ? select.value : values.join(" or ")}`);
    }
    found.textContent = `${n} of ${entries.length}` + (parts.length ? `: ${parts.join(", ")}` : "");
    more.hidden = n <= shown;
  };

  const follow = () => {
    if (!location.hash.startsWith("#find?")) return;
    terms = new Map();
    for (const [name, v] of new URLSearchParams(location.hash.slice("#find?".length))) {
      terms.set(name, [...(terms.get(name) || []), v]);
    }
    for (const select of selects) {
      const values = terms.get(select.name) || [];
      select.value = values.length === 1 ? values[0] : "";
      if (select.selectedIndex < 0) select.value = "";
    }
    form.elements.words.value = "";
    shown = page;
    show();
    document.getElementById("entries").scrollIntoView();
    found.setAttribute("tabindex", "-1");
    found.focus({ preventScroll: true });
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    const select = event.target;
    if (select.tagName === "SELECT") {
      if (select.value === "") terms.delete(select.name);
      else terms.set(select.name, [select.value]);
    }
    shown = page;
    show();
  });
  form.addEventListener("reset", () => {
    terms = new Map();
    shown = page;
    if (location.hash.startsWith("#find?")) history.replaceState(null, "", "#entries");
    setTimeout(show);
  });
  more.addEventListener("click", () => {
    shown += 5 * page;
    show();
  });
  addEventListener("hashchange", follow);
  show();
  follow();
})();
