import { createRoot } from "react-dom/client";
import { type Board, isSame } from "../lib/board";
import type { Mount } from "../lib/board-view";
import { placed } from "../lib/canvas/layout";
import "@xyflow/react/dist/base.css";
import "../styles/canvas.css";
import "../styles/canvas-parts.css";
import "../styles/canvas-panels.css";
import { Canvas, type Edit } from "./canvas/canvas";

/** The board as a drawing. React and React Flow are loaded with this module only: see docs/decisions/0008. */
export const mount: Mount = (host, { board, onChange, readOnly, catalog }) => {
	host.classList.add("board-canvas");
	const root = createRoot(host);
	const room = { width: host.clientWidth || 1, height: host.clientHeight || 1 };
	let now = placed(board, room);
	const show = () => root.render(<Canvas board={now} edit={edit} catalog={catalog} readOnly={readOnly} />);
	const take = (next: Board) => {
		now = placed(next, room);
		show();
	};
	const edit: Edit = (change, about) => {
		const next = change(now);
		if (readOnly || isSame(next, now)) return now;
		take(next);
		onChange(now, about);
		return now;
	};
	show();
	return {
		update: take,
		unmount: () => {
			root.unmount();
			host.classList.remove("board-canvas");
		},
	};
};
