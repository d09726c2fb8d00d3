/** A table of any length: only the rows that can be seen are on the page. */
import { h, morph } from './dom.js';

const SPARE = 12;
/** So few are all on the page, where the browser can search and print them. */
const FEW = 150;

export class VirtualTable {
  /**
   * @param columns of {id, title, cell(row), order(row)?, number?, wide?, width?}
   * @param label of the table for screen readers
   * @param key of a row
   */
  constructor({ columns, label, key, rowHeight = 49, sort, onSort }) {
    this.columns = columns;
    this.key = key;
    this.rowHeight = rowHeight;
    this.sort = sort ?? { by: columns[0].id, down: false };
    this.onSort = onSort;
    this.rows = [];
    this.headRow = h('tr');
    this.body = h('tbody', { onkeydown: (event) => this.move(event) });
    this.table = h('table', { 'aria-label': label },
      h('colgroup', null, columns.map((c) => h('col', { class: c.wide ?? '', vars: c.width ? { width: c.width } : {} }))),
      h('thead', null, this.headRow), this.body);
    this.element = h('div.virtual', { 'data-own': true }, this.table);
    this.paintHead();
    this.onScroll = () => this.soon();
    addEventListener('scroll', this.onScroll, { passive: true });
    addEventListener('resize', this.onScroll, { passive: true });
  }

  close() {
    removeEventListener('scroll', this.onScroll);
    removeEventListener('resize', this.onScroll);
  }

  /** Shows these rows, sorted as people asked for. */
  show(rows) {
    const column = this.columns.find((c) => c.id === this.sort.by) ?? this.columns[0];
    const sign = this.sort.down ? -1 : 1;
    const tagged = rows.map((row) => [column.order(row), row]);
    tagged.sort(([a, x], [b, y]) => {
      // What is not known comes last, whichever way the rest is sorted.
      const lack = (a ?? null) === null ? ((b ?? null) === null ? 0 : 1) : (b ?? null) === null ? -1 : 0;
      if (lack) return lack;
      return (a < b ? -sign : a > b ? sign : 0) || (this.key(x) < this.key(y) ? -1 : 1);
    });
    this.rows = tagged.map(([, row]) => row);
    this.table.setAttribute('aria-rowcount', this.rows.length + 1);
    this.paint();
  }

  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint();
    });
  }

  paintHead() {
    morph(this.headRow, h('tr', null, this.columns.map((column) =>
      h('th', {
        scope: 'col', class: `${column.number ? 'number' : ''} ${column.wide ?? ''}`,
        'aria-sort': column.id === this.sort.by ? (this.sort.down ? 'descending' : 'ascending') : null,
      }, column.order
        ? h('button', { type: 'button', onclick: () => this.sortBy(column) }, column.title)
        : column.title))));
  }

  sortBy(column) {
    const same = this.sort.by === column.id;
    this.sort = { by: column.id, down: same ? !this.sort.down : Boolean(column.number) };
    this.paintHead();
    this.show(this.rows);
    this.onSort?.(this.sort);
  }

  paint() {
    const top = this.body.getBoundingClientRect().top;
    const few = this.rows.length <= FEW;
    const first = few ? 0 : Math.max(0, Math.floor(-top / this.rowHeight) - SPARE);
    const last = few ? this.rows.length : Math.min(this.rows.length, Math.ceil((innerHeight - top) / this.rowHeight) + SPARE);
    const begin = Math.min(first, last);
    morph(this.body, h('tbody', null,
      this.spacer('above', begin),
      this.rows.slice(begin, last).map((row, i) => this.row(row, begin + i)),
      this.spacer('below', this.rows.length - last)));
  }

  row(row, index) {
    return h('tr', { key: this.key(row), 'aria-rowindex': index + 2 }, this.columns.map((column) =>
      h('td', { class: `${column.number ? 'number' : ''} ${column.wide ?? ''}` }, column.cell(row))));
  }

  spacer(where, rows) {
    return h('tr.spacer', { key: ' ' + where, 'aria-hidden': 'true' },
      h('td', { vars: { height: `${rows * this.rowHeight}px` } }));
  }

  /** Up and down go from row to row, also to those that are not on the page yet. */
  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest('tr');
    if (!step || !row) return;
    const index = this.rows.findIndex((one) => this.key(one) === row.dataset.key) + step;
    if (index < 0 || index >= this.rows.length) return;
    event.preventDefault();
    const next = this.body.querySelector(`[data-key="${CSS.escape(this.key(this.rows[index]))}"] a`);
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
}
