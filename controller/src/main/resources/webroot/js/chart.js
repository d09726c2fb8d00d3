/** A figure over time: a line, the band between least and most, and the newest value in words. */
import { h, morph } from './dom.js';
import { inUnit, percent } from './format.js';
import { uPlot } from './uplot.js';

const HEIGHT = 168;
const DAY = 86_400;

/** Steps of a scale of bytes: powers of two. */
const BINARY = Array.from({ length: 44 }, (_, power) => 2 ** power);

export class Chart {
  /**
   * @param title of the figure
   * @param unit of its values, as telemetry names it
   * @param lines of {name, shade}; the first has a band
   * @param least lower end of the scale, where that is fixed
   */
  constructor({ title, unit, lines, least, most }) {
    Object.assign(this, { title, unit, lines, least, most });
    this.words = h('span.figure.now');
    this.plot = h('div.plot', { role: 'img' });
    this.element = h('section.panel.chart', { 'data-own': true, 'data-key': title, 'data-chart': title },
      h('header', null, h('h2', null, title), this.words), this.plot);
    this.data = null;
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.draw(true);
    this.scheme.addEventListener('change', this.redraw);
    this.size = new ResizeObserver(() => this.chart?.setSize({ width: this.plot.clientWidth, height: HEIGHT }));
    this.size.observe(this.plot);
  }

  close() {
    this.scheme.removeEventListener('change', this.redraw);
    this.size.disconnect();
    this.chart?.destroy();
    this.closed = true;
  }

  /** Shows points of each line, {at, mean, min, max} in order of time. */
  async show(series, from, to) {
    this.range = [from / 1000, to / 1000];
    this.data = joined(series);
    const newest = series.map((points) => points.at(-1)?.mean);
    morph(this.words, h('span', null, newest.some((v) => v !== undefined)
      ? this.lines.map((line, i) => [i > 0 && h('span.muted', null, ' · '), this.lines.length > 1 && h('span.muted.small', null, line.name + ' '), inUnit(newest[i], this.unit)])
      : h('span.muted.small', null, 'nothing measured in this time')));
    this.plot.setAttribute('aria-label', description(this.title, series, this.lines, this.unit));
    this.plot.dataset.points = this.data[0].length;
    this.plot.dataset.newest = this.data[0].at(-1) ?? '';
    await this.draw(false);
  }

  async draw(anew) {
    if (!this.data) return;
    const Plot = await uPlot();
    if (this.closed) return;
    if (this.chart && !anew) {
      this.chart.setData(this.data, false);
      this.chart.setScale('x', { min: this.range[0], max: this.range[1] });
      return;
    }
    this.chart?.destroy();
    this.chart = new Plot(this.options(), this.data, this.plot);
    this.chart.setScale('x', { min: this.range[0], max: this.range[1] });
  }

  options() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: colour('muted'), font: '11px ' + colour('type'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
    const value = (plot, v) => inUnit(v ?? undefined, this.unit);
    const first = colour(this.lines[0].shade);
    return {
      width: this.plot.clientWidth, height: HEIGHT, pxAlign: false,
      cursor: { sync: { key: 'node' }, points: { size: 7 }, drag: { x: false, y: false } },
      legend: { live: true },
      scales: {
        x: { range: () => this.range },
        y: { range: (plot, low, high) => this.limits(low, high) },
      },
      axes: [{ ...axis, size: 26, gap: 4, space: 74, values: (plot, ticks) => ticks.map((at) => clock(at, this.range)) }, { ...axis, size: 66, gap: 6, incrs: this.unit === 'bytes' ? BINARY : undefined, values: (plot, ticks) => ticks.map((tick) => this.step(tick)) }],
      series: [
        { value: (plot, at) => (at ? new Date(at * 1000).toLocaleTimeString('en-GB') : '–') },
        ...this.lines.map((line, i) => ({
          label: line.name, stroke: colour(line.shade), width: 1.75, value, points: { show: false }, spanGaps: false,
          fill: i === 0 && this.least === 0 ? first + '14' : undefined,
        })),
        { label: 'least', show: true, stroke: 'transparent', value, points: { show: false } },
        { label: 'most', show: true, stroke: 'transparent', value, points: { show: false } },
      ],
      bands: [{ series: [this.lines.length + 2, this.lines.length + 1], fill: first + '26' }],
    };
  }

  /** Where nothing was measured, there is no scale to speak of. */
  step(tick) {
    if (!this.data[0].length) return '';
    return this.unit === 'share' ? percent(tick) : inUnit(tick, this.unit);
  }

  limits(low, high) {
    if (low === null || high === null) return [this.least ?? 0, this.most ?? 1];
    const room = (high - low || Math.abs(high) || 1) * 0.15;
    const top = this.most === undefined ? high + room : Math.max(Math.min(this.most, high + room), high);
    return [this.least ?? Math.max(0, low - room), top];
  }
}

function clock(at, [from, to]) {
  const time = new Date(at * 1000);
  return to - from > 2 * DAY
    ? time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
    : time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** The lines on one axis of time, seconds, with the band of the first at the end. */
function joined(series) {
  const times = [...new Set(series.flatMap((points) => points.map((p) => new Date(p.at) / 1000)))].sort((a, b) => a - b);
  const column = (points, of) => {
    const known = new Map(points.map((p) => [new Date(p.at) / 1000, of(p)]));
    return times.map((at) => known.get(at) ?? null);
  };
  return [times, ...series.map((points) => column(points, (p) => p.mean)),
    column(series[0], (p) => p.min), column(series[0], (p) => p.max)];
}

function description(title, series, lines, unit) {
  const said = lines.map((line, i) => {
    const means = series[i].map((p) => p.mean);
    return means.length
      ? `${line.name}: ${means.length} points from ${inUnit(Math.min(...means), unit)} to ${inUnit(Math.max(...means), unit)}, now ${inUnit(means.at(-1), unit)}`
      : `${line.name}: nothing measured`;
  });
  return `${title}. ${said.join('. ')}.`;
}
