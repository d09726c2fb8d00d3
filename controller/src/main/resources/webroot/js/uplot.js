/** uPlot, read from its WebJar when the first chart is drawn: it is no module. */
const HOME = '/webjars/uplot/1.6.30/dist/';
let loading = null;

export function uPlot() {
  loading ??= new Promise((done, failed) => {
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: HOME + 'uPlot.min.css' });
    const script = Object.assign(document.createElement('script'), { src: HOME + 'uPlot.iife.min.js' });
    script.onload = () => done(window.uPlot);
    script.onerror = () => failed(new Error('The library for charts could not be read.'));
    document.head.append(style, script);
  });
  return loading;
}
