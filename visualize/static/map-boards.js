"use strict";
// The boards beside the map, one open at a time; Escape inside one closes it.
const MapBoards = (() => {
  const boards = [];

  function show(one, open) {
    for (const { board, button, left } of boards) {
      const opened = open && board === one;
      if (!board.hidden && !opened) left();
      board.hidden = !opened;
      button.setAttribute("aria-expanded", String(opened));
      document.body.classList.toggle(`with-${board.id}`, opened);
    }
    document.body.classList.toggle("with-board", open);
    if (open) {
      if (MapCanvas.narrow.matches) MapPage.see("map");
      one.scrollTop = 0;
      one.focus({ preventScroll: true });
    }
    MapPage.refit();
  }

  // `draw` fills the board; `left` tidies up when it is left.
  function add(board, button, { draw, left = () => {} }) {
    boards.push({ board, button, left });
    button.addEventListener("click", () => {
      if (board.hidden) draw();
      show(board, board.hidden);
    });
    board.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      close(board);
    });
  }

  function close(board) {
    show(board, false);
    boards.find((one) => one.board === board).button.focus();
  }

  return { add, show, close };
})();
