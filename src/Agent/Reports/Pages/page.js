// What report, comparison and dashboard can do beyond showing: mark one agent in all charts, read values off a chart,
// walk through the rounds of a topology. Written without the two characters that XML would need escaped.
(() => {
  'use strict';
  let pinned = null;

  const mark = (agent) => {
    document.body.classList.toggle('marking', agent !== null);
    document.querySelectorAll('[data-agent]').forEach((one) =>
      one.classList.toggle('marked', one.dataset.agent === agent));
  };

  const agentOf = (target) => target.closest('[data-agent]')?.dataset.agent ?? null;

  const pin = (agent) => {
    pinned = pinned === agent ? null : agent;
    document.querySelectorAll('button[data-agent]').forEach((button) =>
      button.setAttribute('aria-pressed', String(button.dataset.agent === pinned)));
    mark(pinned);
  };

  document.addEventListener('pointerover', (event) => mark(agentOf(event.target) ?? pinned));
  document.addEventListener('focusin', (event) => mark(agentOf(event.target) ?? pinned));
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-agent]');
    if (button) {
      pin(button.dataset.agent);
    }
  });
  document.addEventListener('drawn', () => mark(pinned));

  // The value at a place of an axis; data-across and data-up say where the axis begins and ends, and how it is divided.
  const valueAt = (axis, position) => {
    const [low, high, kind] = axis.split(' ');
    const stretched = Number(low) + position * (Number(high) - Number(low));
    const value = kind === 'linear' ? stretched : kind === 'logarithmic' ? 10 ** stretched : 1 - 10 ** -stretched;
    return kind === 'accuracy' ? `${(100 * value).toFixed(2)} %` : String(Number(value.toPrecision(3)));
  };

  const pointsOf = (path) => {
    const numbers = path.getAttribute('d').match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
    return numbers.flatMap((x, k) => k % 2 === 0 ? [{ x, y: numbers[k + 1] }] : []);
  };

  const nearest = (points, x) => points.reduce(
    (best, point) => Math.abs(best.x - x) > Math.abs(point.x - x) ? point : best, points[0]);

  const forget = (figure) => {
    figure?.querySelectorAll('.cursor').forEach((one) => one.remove());
    const readout = figure?.querySelector('.readout');
    if (readout) {
      readout.textContent = '';
    }
  };

  const read = (chart, clientX) => {
    const [left, top, right, bottom, width] = chart.dataset.box.split(' ').map(Number);
    const place = chart.getBoundingClientRect();
    const x = (clientX - place.left) / place.width * width;
    const lines = [...chart.querySelectorAll('.middle, .marked.series')];
    const found = lines.map((line) => ({ line, point: nearest(pointsOf(line), x) })).filter((one) => one.point);
    if (found.length === 0) {
      return;
    }
    const at = found[0].point.x;
    const values = found.map((one) =>
      `${one.line.dataset.name} ${valueAt(chart.dataset.up, (bottom - one.point.y) / (bottom - top))}`);
    const effort = valueAt(chart.dataset.across, (at - left) / (right - left));
    const figure = chart.closest('figure');
    forget(figure);
    figure.querySelector('.readout').textContent = `${chart.dataset.effort} ${effort}: ${values.join(', ')}`;
    const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    Object.entries({ x1: at, x2: at, y1: top, y2: bottom, class: 'cursor' })
      .forEach(([name, value]) => cursor.setAttribute(name, value));
    chart.append(cursor);
  };

  let shown = null;
  document.addEventListener('pointermove', (event) => {
    const chart = event.target.closest('svg.chart');
    if (shown !== chart) {
      forget(shown?.closest('figure'));
    }
    shown = chart;
    if (chart) {
      read(chart, event.clientX);
    }
  });

  // A slider shows one of the frames of the drawing that it names.
  const show = (slider) => {
    const drawing = document.getElementById(slider.dataset.frames);
    drawing.querySelectorAll('[data-frame]').forEach((frame) =>
      frame.toggleAttribute('hidden', frame.dataset.frame !== slider.value));
    const frame = drawing.querySelector(`[data-frame="${slider.value}"]`);
    const label = frame?.dataset.label ?? '';
    document.getElementById(`${slider.id}-label`).textContent = label;
    slider.setAttribute('aria-valuetext', label);
  };

  document.querySelectorAll('input[data-frames]').forEach((slider) => {
    slider.addEventListener('input', () => show(slider));
    show(slider);
  });

  let playing = null;
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-play]');
    if (!button) {
      return;
    }
    const slider = document.getElementById(button.dataset.play);
    clearInterval(playing);
    const plays = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(plays));
    playing = plays ? setInterval(() => {
      slider.value = (Number(slider.value) + 1) % (Number(slider.max) + 1);
      show(slider);
    }, 700) : null;
  });
})();
