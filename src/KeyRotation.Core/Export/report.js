// Sorting and filtering of the tables of keys and accounts. Everything else on the page works without this script, and so
// do the tables: what it hides on the screen is printed.
(() => {
  'use strict';
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  function setUp(name) {
    const part = (id) => document.getElementById(`${name}-${id}`);
    const table = part('table');
    if (!table) {
      return;
    }

    const body = table.tBodies[0];
    const headers = Array.from(table.tHead.rows[0].cells);
    const search = part('search');
    const stage = part('stage');
    const count = part('count');
    const more = part('more');
    const total = count.textContent;
    const step = Number(table.dataset.step);
    let rows = Array.from(body.rows);
    let texts = null;
    let most = step;

    function show() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length) {
        texts ??= new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
      }
      let found = 0;
      for (const row of rows) {
        const matches = (!stage?.value || row.dataset.stage === stage.value) && words.every((word) => texts.get(row).includes(word));
        found += matches ? 1 : 0;
        row.hidden = !matches;
        row.classList.toggle('later', found > most);
      }
      count.textContent = found === rows.length ? total : `${found.toLocaleString('en')} of ${total}`;
      more.hidden = found <= most;
      more.textContent = `Show ${Math.min(step, found - most).toLocaleString('en')} more of ${(found - most).toLocaleString('en')}`;
    }

    function sort(header, direction) {
      const column = header.cellIndex;
      const isNumber = header.classList.contains('number');
      const sign = direction === 'descending' ? -1 : 1;
      // What is not known has no number, and is last in both directions.
      const value = (cell) => !isNumber ? cell.textContent : cell.dataset.sort ? Number(cell.dataset.sort) : null;
      const compare = (a, b) => a === null || b === null ? (a === null) - (b === null) : sign * (a - b);
      rows = rows
        .map((row) => ({ row, value: value(row.cells[column]) }))
        .sort((a, b) => isNumber ? compare(a.value, b.value) : sign * collator.compare(a.value, b.value))
        .map((item) => item.row);
      headers.forEach((other) => other.removeAttribute('aria-sort'));
      header.setAttribute('aria-sort', direction);
      most = step;
      show();
      body.append(...rows);
    }

    for (const header of headers) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...header.childNodes);
      header.append(button);
      // The oldest and the longest unused are what a reader looks for.
      const [first, second] = header.classList.contains('number') ? ['descending', 'ascending'] : ['ascending', 'descending'];
      button.addEventListener('click', () => sort(header, header.getAttribute('aria-sort') === first ? second : first));
    }

    function find() {
      most = step;
      show();
    }

    search.addEventListener('input', find);
    stage?.addEventListener('change', find);
    more.addEventListener('click', () => {
      most += step;
      show();
    });
    part('tools').hidden = false;
    show();
  }

  setUp('account');
  setUp('key');
})();
