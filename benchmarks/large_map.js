// What the benchmark of large maps asks of a page: frames while it is panned, time of a focus, of the list, of a search.
globalThis.LargeMap = (() => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));

  // Milliseconds from an act to the second frame after it, which shows it.
  async function timed(act) {
    const start = performance.now();
    act();
    await frame();
    await frame();
    return performance.now() - start;
  }

  return {
    // Frames a second while the whole map is moved.
    async pan(seconds) {
      const { x, y, scale } = MapCanvas.painter.view();
      const start = performance.now();
      let frames = 0;
      for (let now = 0; now < seconds * 1000; now = performance.now() - start) {
        MapCanvas.painter.move({ x: x + 300 * Math.sin(now / 300), y: y + 150 * Math.cos(now / 300), scale }, false);
        await frame();
        frames += 1;
      }
      return (frames * 1000) / (performance.now() - start);
    },

    // Milliseconds from the choice of the most linked node to its picture.
    async focus() {
      MapPage.clear();
      await new Promise((done) => setTimeout(done, 1500));
      const node = MapModel.nodes.reduce((a, b) => (b.links.length > a.links.length ? b : a));
      return timed(() => MapPage.pick(node));
    },

    list: () => timed(() => MapPage.see("list")),
    search: () => timed(() => MapModel.search("cooperation 31")),
  };
})();
