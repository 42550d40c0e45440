// What a reader may do with a page: find the place in the list of contents, sort and filter the rows of a table, take
// them as CSV, read the values of a chart. Without this script the page says all of it in the order of the report.
"use strict";

const VIETNAMESE = document.documentElement.lang === "vi";
const COLLATOR = new Intl.Collator(document.documentElement.lang, { numeric: true });
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const textOf = (cell) => cell.textContent.trim().replace(/\s+/g, " ");

// Contents: the section that is read ------------------------------------------------------------------------------

function followSections(nav) {
  const links = new Map(all("a", nav).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = all("main :is(h2, h3)").filter((heading) => links.has(heading.id));
  const mark = () => {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
    const link = links.get((read ?? headings[0])?.id);
    if (!link || link.ariaCurrent) return;
    all("[aria-current]", nav).forEach((one) => one.removeAttribute("aria-current"));
    link.ariaCurrent = "location";
    const below = link.offsetTop - nav.clientHeight / 2;
    if (nav.scrollHeight > nav.clientHeight) nav.scrollTop = below;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "9999999px 0px -75% 0px" });
  headings.forEach((heading) => observer.observe(heading));
  nav.addEventListener("click", (event) => event.target.closest("a") && nav.hidePopover?.());
}

// Tables ----------------------------------------------------------------------------------------------------------

// The cell that covers each place of some rows, whatever rows and columns it spans.
function grid(rows) {
  const places = rows.map(() => []);
  rows.forEach((row, y) => {
    for (const cell of row.cells) {
      let x = 0;
      while (places[y][x]) x += 1;
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) {
          if (places[y + down]) places[y + down][x + right] = cell;
        }
      }
    }
  });
  return places;
}

// The first number of a printed cell, as the page's language writes numbers; NaN where there is none.
function amount(text) {
  const found = text.replace(/[−–](?=\d)/g, "-").match(/[-+]?\d[\d.,]*/);
  if (!found) return NaN;
  const bare = VIETNAMESE ? found[0].replaceAll(".", "").replace(",", ".") : found[0].replaceAll(",", "");
  return Number.parseFloat(bare);
}

// A day as words that sort: 31/12/2024 as 2024-12-31. Any other text as it is.
function sortable(text) {
  const day = text.match(/^(?:(\d{2})\/)?(\d{2})\/(\d{4})$/);
  return day ? [day[3], day[2], day[1] ?? "00"].join("-") : text;
}

function compareCells(one, other) {
  if (one.classList.contains("n") || other.classList.contains("n")) {
    const [first, second] = [amount(textOf(one)), amount(textOf(other))];
    return Number.isNaN(first) || Number.isNaN(second) ? null : first - second;
  }
  return COLLATOR.compare(sortable(textOf(one)), sortable(textOf(other)));
}

const hasValue = (cell) => (cell.classList.contains("n") ? !Number.isNaN(amount(textOf(cell))) : textOf(cell) !== "");

// Letters without marks, so that "trang dinh" finds "Tràng Định".
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

// A table whose rows can be put in another order or left out. As long as they are not, it is as it was printed; else
// every row says by itself what a merged cell said of several. A row of totals stays last.
class Rows {
  constructor(table) {
    this.table = table;
    this.printed = [...table.tBodies];
    this.flat = this.printed.flatMap((body) => {
      const rows = [...body.rows];
      return grid(rows).map((cells, place) => {
        const row = rows[place].cloneNode(false);
        row.append(...cells.map((cell) => cell.cloneNode(true)));
        for (const cell of row.cells) cell.removeAttribute("rowspan");
        return row;
      });
    });
    this.order = null;
    this.words = "";
  }

  get shown() {
    const isTotal = (row) => row.classList.contains("total");
    const rows = this.flat.filter((row) => !isTotal(row) && folded(textOf(row)).includes(this.words));
    if (this.order) {
      const { column, direction } = this.order;
      const [full, empty] = [[], []];
      for (const row of rows) (hasValue(row.cells[column]) ? full : empty).push(row);
      full.sort((one, other) => direction * (compareCells(one.cells[column], other.cells[column]) ?? 0));
      rows.splice(0, rows.length, ...full, ...empty);
    }
    return [...rows, ...this.flat.filter(isTotal)];
  }

  show() {
    all("tbody", this.table).forEach((body) => body.remove());
    if (!this.order && !this.words) return this.table.append(...this.printed);
    const body = document.createElement("tbody");
    body.append(...this.shown);
    this.table.append(body);
  }

  reset() {
    [this.order, this.words] = [null, ""];
    all("[aria-sort]", this.table).forEach((head) => head.removeAttribute("aria-sort"));
    this.show();
  }
}

// One stop for the Tab key on a row of buttons; arrows go from one to the next.
function rove(buttons) {
  buttons.forEach((button, place) => {
    button.tabIndex = place ? -1 : 0;
    button.addEventListener("keydown", (event) => {
      const next = buttons[place + { ArrowRight: 1, ArrowLeft: -1 }[event.key]];
      if (!next) return;
      event.preventDefault();
      [button.tabIndex, next.tabIndex] = [-1, 0];
      next.focus();
    });
  });
}

function offerSorting(rows) {
  const heads = [...new Set(grid([...rows.table.tHead.rows]).at(-1))];
  const buttons = heads.map((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = rows.order?.column === column ? rows.order.direction : 0;
      rows.order = before < 0 ? null : { column, direction: before ? -1 : 1 };
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      if (rows.order) head.ariaSort = before ? "descending" : "ascending";
      rows.show();
    });
    return button;
  });
  rove(buttons);
}

function offerFilter(rows, field, told) {
  const count = rows.flat.filter((row) => !row.classList.contains("total")).length;
  field.addEventListener("input", () => {
    rows.words = folded(field.value.trim());
    rows.show();
    const left = rows.shown.filter((row) => !row.classList.contains("total")).length;
    told.textContent = rows.words ? told.dataset.said.replace("{shown}", left).replace("{all}", count) : "";
  });
}

// A cell as a field of CSV: a number without points for thousands, so that no other country's Excel takes it for
// another; a text that a spreadsheet would take for a formula begins with an apostrophe.
function field(cell, isNumber) {
  let text = textOf(cell);
  if (isNumber && /^[−+-]?\d[\d.,]*%?$/.test(text)) {
    text = text.replace("−", "-").replaceAll(VIETNAMESE ? "." : ",", "");
  } else if (/^[=+\-@−]/.test(text)) {
    text = `'${text}`;
  }
  return /[";,\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Semicolons where the comma is decimal, as Excel expects there; the mark in front says that the file is UTF-8.
function asCsv(rows) {
  const heads = grid([...rows.table.tHead.rows]);
  const names = heads.at(-1).map((_, x) => [...new Set(heads.map((row) => row[x]))].map(textOf).join(" – "));
  const named = names.map((name) => field({ textContent: name }, false));
  const lines = rows.shown.map((row) => [...row.cells].map((cell) => field(cell, cell.classList.contains("n"))));
  return `\uFEFF${[named, ...lines].map((line) => line.join(VIETNAMESE ? ";" : ",")).join("\r\n")}\r\n`;
}

function giveCsv(rows, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asCsv(rows)], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function serveTable(figure) {
  const tools = figure.querySelector(".mtqg-tools");
  const rows = new Rows(figure.querySelector("table"));
  tools.hidden = false;
  tools.querySelector("button").addEventListener("click", () => giveCsv(rows, figure.id));
  const search = tools.querySelector("input");
  if (search) offerFilter(rows, search, tools.querySelector("output"));
  if ("sorts" in tools.dataset) offerSorting(rows);
  return { rows, search };
}

// A link to a row that a filter left out puts its table back as it was printed.
function findHidden(tables) {
  addEventListener("click", (event) => {
    const hash = event.target.closest?.('a[href^="#"]')?.hash.slice(1);
    if (!hash || document.getElementById(decodeURIComponent(hash))) return;
    for (const { rows, search } of tables) {
      rows.reset();
      if (search) [search.value, search.nextElementSibling.textContent] = ["", ""];
    }
  }, true);
}

// Charts ----------------------------------------------------------------------------------------------------------

// The value nearest to the pointer, or the next one at an arrow key, marked and said beside it.
class Values {
  constructor(figure) {
    this.drawing = figure.querySelector(".mtqg-drawing");
    this.values = all("[data-at]", figure).map((one) => ({ text: one.textContent, at: one.dataset.at.split(" ").map(Number) }));
    this.place = -1;
    this.mark = this.drawing.appendChild(document.createElement("span"));
    this.mark.className = "mark";
    this.tip = this.drawing.appendChild(document.createElement("span"));
    this.tip.className = "tip";
    this.tip.role = "status";
    this.hide();
    this.drawing.tabIndex = 0;
    this.drawing.role = "group";
    this.drawing.setAttribute("aria-label", figure.querySelector("summary").textContent);
    this.drawing.addEventListener("keydown", (event) => this.press(event));
    this.drawing.addEventListener("focus", () => this.drawing.matches(":focus-visible") && this.show(Math.max(0, this.place)));
    for (const left of ["blur", "pointerleave"]) this.drawing.addEventListener(left, () => this.hide());
    for (const at of ["pointermove", "pointerdown"]) this.drawing.addEventListener(at, (event) => this.point(event));
  }

  spot({ at }) {
    const narrow = getComputedStyle(this.drawing.querySelector(".wide")).display === "none";
    return narrow ? at.slice(2) : at.slice(0, 2);
  }

  press(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.hide();
    if (!step || !this.values[this.place + step]) return; // beyond the ends the keys scroll the page
    event.preventDefault();
    this.show(this.place + step);
  }

  point(event) {
    const box = this.drawing.getBoundingClientRect();
    const far = this.values.map((one) => {
      const [x, y] = this.spot(one);
      return Math.hypot(event.clientX - box.left - (x * box.width) / 100, event.clientY - box.top - (y * box.height) / 100);
    });
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] < 32) this.show(nearest);
    else this.hide();
  }

  show(place) {
    this.place = place;
    const [x, y] = this.spot(this.values[place]);
    this.tip.textContent = this.values[place].text;
    for (const one of [this.mark, this.tip]) {
      one.hidden = false;
      Object.assign(one.style, { left: `${x}%`, top: `${y}%` });
    }
    // Beside the value, towards the middle of the drawing.
    this.tip.style.translate = `${x > 50 ? "calc(-100% - .8rem)" : ".8rem"} ${y > 50 ? "-100%" : "0"}`;
    this.tip.style.maxWidth = `calc(${Math.max(x, 100 - x)}% - 1rem)`;
  }

  hide() {
    this.mark.hidden = this.tip.hidden = true;
  }
}

// The Tab key stops at a box only where there is something to scroll.
function followScrolling(boxes) {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  boxes.forEach((box) => observer.observe(box));
}

all("nav").forEach(followSections);
all(".mtqg-chart:has([data-at])").forEach((figure) => new Values(figure));
followScrolling(all(".mtqg-scroll"));
findHidden(all(".mtqg-table:has(.mtqg-tools)").map(serveTable));
