/** What the models of an experiment are compared by: accuracy, AUC, MSE or MAE. */
import * as f from './format.js';

const SAY = { accuracy: (v) => f.percent(v, 2), auc: (v) => digits(v?.toFixed(4)), mse: (v) => digits(v?.toPrecision(4)), mae: (v) => digits(v?.toPrecision(4)) };
const digits = (text) => text ?? f.percent(undefined);

/** Before a summary is there. */
export const ACCURACY = { metric: 'accuracy', label: 'accuracy', title: 'accuracy, %', higherIsBetter: true };

/** A value of what is compared, in words. */
export const say = (main, value) => SAY[main.metric](value);

/** Its mean, of a member of a summary. */
export const mean = (main, member) => member.statistics[main.metric]?.mean;

/** How good a member is: more is better. */
export const worth = (main, member) => (main.higherIsBetter ? 1 : -1) * (mean(main, member) ?? (main.higherIsBetter ? -Infinity : Infinity));

/** Whether it is a share, which ends at 1. */
export const isShare = (main) => main.higherIsBetter;

/** As a title begins. */
export const capital = (main) => main.label[0].toUpperCase() + main.label.slice(1);

/** The figure of one trial in words; nothing if it has none. */
export function ofTrial(result) {
  const metric = Object.keys(SAY).find((one) => result?.[one] !== undefined);
  return metric && (metric === 'accuracy' ? '' : metric.toUpperCase() + ' ') + SAY[metric](result[metric]);
}
