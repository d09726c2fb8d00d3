/** Figures and times in the words of people. */
import { h } from './dom.js';

const NONE = '–';
const absent = (value) => value === undefined || value === null || Number.isNaN(value);

export const count = (value) => (absent(value) ? NONE : value.toLocaleString('en-GB'));

export function percent(share, digits = 1) {
  return absent(share) ? NONE : (100 * share).toFixed(digits).replace('-', '−') + ' %';
}

/** How far two shares are apart, in percentage points. */
export const points = (change) => `${(100 * change).toFixed(2)} pp`;

export function micros(us) {
  if (absent(us)) return NONE;
  if (us < 1000) return `${us.toFixed(us < 10 ? 1 : 0)} µs`;
  return us < 1e6 ? `${(us / 1000).toFixed(us < 1e4 ? 2 : 1)} ms` : `${(us / 1e6).toFixed(2)} s`;
}

export function bytes(value) {
  if (absent(value)) return NONE;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

export const celsius = (value) => (absent(value) ? NONE : `${value.toFixed(0)} °C`);
export const megahertz = (value) => (absent(value) ? NONE : `${count(value)} MHz`);

const SLOWED = ['under-voltage', 'frequency capped', 'throttled', 'soft limit of temperature'];
const reasons = (bits) => SLOWED.filter((_, bit) => (bits >> bit) & 1);

/** Why a board is slow now, and why it was since it was started, by the flags of its firmware. */
export const throttling = (flags) => ({ now: reasons(flags ?? 0), sinceBoot: reasons((flags ?? 0) >> 16) });

export const short = (digest) => (digest ? digest.slice(0, 12) : NONE);

/** A figure of a gate or a chart in its unit. */
export function inUnit(value, unit) {
  switch (unit) {
    case 'us': case 'microseconds': return micros(value);
    case 'bytes': return bytes(value);
    case 'share': return percent(value, 2);
    case 'percent': return absent(value) ? NONE : `${value.toFixed(value < 10 ? 1 : 0)} %`;
    case 'celsius': return celsius(value);
    case 'megahertz': return megahertz(absent(value) ? value : Math.round(value));
    default: return absent(value) ? NONE : String(Math.round(value * 100) / 100);
  }
}

/** How long ago something was; short enough for a table. */
export function ago(at, now = Date.now()) {
  const seconds = Math.round((now - new Date(at)) / 1000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86400);
  return days < 60 ? `${days} d ago` : new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' });
}

/** A moment, said relative to now and kept so. */
export function moment(at) {
  if (!at) return h('span', null, NONE);
  return h('time', { datetime: at, title: new Date(at).toLocaleString('en-GB') }, ago(at));
}

/** Lets all moments on the page grow older. */
export function keepMoments() {
  setInterval(() => {
    for (const time of document.querySelectorAll('time[datetime]')) {
      const text = ago(time.dateTime);
      if (time.textContent !== text) time.textContent = text;
    }
  }, 5000);
}
