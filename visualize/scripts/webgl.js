// The painter of large maps: sigma.js draws a graph of graphology with WebGL. Pages find it as MaillageWebgl.
import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";
import { symbolProgram } from "./webgl/symbols.js";

// "#rrggbb" so thin that lines show through one another, as the blending of sigma wants it.
function thin(color, opacity) {
  const parts = [1, 3, 5].map((i) => Math.round(parseInt(color.slice(i, i + 2), 16) * opacity));
  return `rgba(${parts.join(",")},${opacity.toFixed(3)})`;
}

// Draws `nodes` ({ x, y, radius, symbol, label, seen }) and `lines` ({ a, b, color, seen }), numbers of nodes, in
// `holder`, lines with an opacity of `strength`. `symbols` is a canvas of square pictures, `across` in a row. `growth(scale)` tells by how much symbols
// grow at so many pixels for a unit; `label(context, x, y, radius, words)` draws a name.
export function create({ holder, nodes, lines, symbols, across, growth, label, strength, calm }) {
  const graph = new UndirectedGraph({ allowSelfLoops: false });
  nodes.forEach(({ x, y, radius, symbol, label: words, seen }, i) => {
    graph.addNode(String(i), { x, y: -y, size: radius, symbol, label: words, hidden: !seen, type: "symbol" });
  });
  lines.forEach(({ a, b, color, seen }, i) => graph.addEdgeWithKey(String(i), String(a), String(b), { color: thin(color, strength), hidden: !seen, type: "line" }));

  let sigma = null;
  const camera = () => sigma.getCamera();
  const scale = () => (sigma ? sigma.getGraphToViewportRatio() : 1);
  sigma = new Sigma(graph, holder, {
    allowInvalidContainer: true,
    defaultDrawNodeHover: () => {},
    defaultDrawNodeLabel: (context, data) => label(context, data.x, data.y, data.size, data.label),
    defaultEdgeType: "line",
    edgeProgramClasses: { line: EdgeLineProgram },
    enableCameraRotation: false,
    labelDensity: 1,
    labelGridCellSize: 180,
    labelRenderedSizeThreshold: 2,
    labelSize: 16,
    nodeProgramClasses: { symbol: symbolProgram(symbols, across) },
    stagePadding: 24,
    zIndex: false,
    zoomDuration: calm ? 0 : 250,
    zoomToSizeRatioFunction: (ratio) => (sigma ? 1 / growth((scale() * camera().ratio) / ratio) : 1),
  });

  // Tell sigma which nodes and lines are seen now.
  function show() {
    graph.updateEachNodeAttributes((key, data) => ({ ...data, hidden: !nodes[key].seen }), { attributes: ["hidden"] });
    graph.updateEachEdgeAttributes((key, data) => ({ ...data, hidden: !lines[key].seen }), { attributes: ["hidden"] });
    sigma.refresh();
  }

  // Bring the point (x, y) to the middle of the holder, at so many pixels for a unit.
  function move({ x, y, scale: wanted }, animate) {
    const { x: left, y: up } = sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y: -y }));
    const state = { x: left, y: up, ratio: (camera().ratio * scale()) / wanted };
    if (animate && !calm) camera().animate(state, { duration: 320 });
    else camera().setState(state);
  }

  const centre = () => sigma.viewportToGraph({ x: holder.clientWidth / 2, y: holder.clientHeight / 2 });
  return {
    show,
    move,
    view: () => ({ x: centre().x, y: -centre().y, scale: scale() }),
    screen: ({ x, y }) => sigma.graphToViewport({ x, y: -y }),
    redraw: () => sigma.scheduleRender(),
    destroy: () => sigma.kill(),
    // Milliseconds that a frame takes, until the last pixel.
    frame() {
      const start = performance.now();
      sigma.refresh({ partialGraph: { nodes: [], edges: [] } });
      for (const name of ["edges", "nodes"]) {
        const gl = sigma.getCanvases()[name].getContext("webgl2") || sigma.getCanvases()[name].getContext("webgl");
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      }
      return performance.now() - start;
    },
    listen({ clicked, hovered, drawn, started, whole, lost }) {
      sigma.on("beforeRender", started);
      for (const told of [drawn, whole]) sigma.on("afterRender", told);
      for (const name of ["clickStage", "clickNode"]) sigma.on(name, ({ event }) => clicked(event));
      sigma.on("doubleClickNode", ({ preventSigmaDefault }) => preventSigmaDefault());
      sigma.on("moveBody", ({ event }) => hovered(event));
      for (const canvas of Object.values(sigma.getCanvases())) canvas.addEventListener("webglcontextlost", lost);
      sigma.refresh();
    },
  };
}

globalThis.MaillageWebgl = { create };
