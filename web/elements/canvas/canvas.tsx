import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Board } from "../../lib/board";
import type { Catalog } from "../../lib/board-view";
import { type Chosen, keyOf } from "../../lib/canvas/moves";
import { wordsOf } from "../../lib/canvas/words";
import { Shelf } from "../../lib/shelf";
import { Form } from "./form";
import { Palette } from "./palette";
import { type Asked, type Edit, type Panel, type Screen, ScreenContext } from "./screen";
import { Stage } from "./stage";
import { Toolbar } from "./toolbar";

export type { Edit };

/** Whether this browser's boxes keep to the grid. */
const SNAP = new Shelf<boolean>("board-snap");

interface Props {
	readonly board: Board;
	readonly edit: Edit;
	readonly catalog: Catalog;
	readonly readOnly: boolean;
}

export function Canvas(props: Props) {
	return (
		<ReactFlowProvider>
			<Drawing {...props} />
		</ReactFlowProvider>
	);
}

function Drawing({ board, edit, catalog, readOnly }: Props) {
	const stage = useRef<HTMLDivElement>(null);
	const [picked, choose] = useState<Chosen>(new Set());
	const [asked, setAsked] = useState<Asked>({ panel: "none", times: 0 });
	const open = useCallback((panel: Panel) => setAsked(({ times }) => ({ panel, times: times + 1 })), []);
	const [naming, rename] = useState("");
	const [said, setSaid] = useState({ words: "", isSeen: false });
	const say = useCallback((words: string) => setSaid({ words, isSeen: false }), []);
	const tell = useCallback((words: string) => setSaid({ words, isSeen: true }), []);
	const [snaps, setSnaps] = useState(() => SNAP.get() ?? true);
	const snap = useCallback(
		(on: boolean) => {
			SNAP.put(on);
			setSnaps(on);
			say(on ? "Boxes keep to the grid." : "Boxes stand wherever they are put.");
		},
		[say],
	);
	const view = useReactFlow();
	const chosen = useMemo(() => stillThere(board, picked), [board, picked]);
	const words = useMemo(() => wordsOf(catalog), [catalog]);
	const focus = useCallback((key?: string) => {
		const go = () => {
			const part = key && stage.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(key)}"]`);
			(part || stage.current)?.focus({ preventScroll: true });
		};
		go();
		// What was just added is in the page only then; and React Flow blurs what Escape lets go of.
		requestAnimationFrame(go);
	}, []);
	const size = useCallback(
		() => ({ width: stage.current?.clientWidth ?? 0, height: stage.current?.clientHeight ?? 0 }),
		[],
	);
	const shared = { board, catalog, words, readOnly, chosen, asked, naming, snaps, view };
	const acts = { edit, open, rename, say, tell, snap, focus, size };
	const screen: Screen = { ...shared, ...acts, choose: (keys) => choose(new Set(keys)) };
	return (
		<ScreenContext value={screen}>
			{readOnly || <Toolbar />}
			<div className="canvas-panes" data-panel={asked.panel}>
				{readOnly || <Palette />}
				<Stage ref={stage} choose={choose} />
				<Form />
			</div>
			<p className={said.isSeen ? "canvas-told" : "visually-hidden"} role="status">
				{said.words}
			</p>
		</ScreenContext>
	);
}

function stillThere({ nodes, arrows, groups }: Board, chosen: Chosen): Chosen {
	const there = new Set([
		...nodes.map(({ id }) => keyOf("box", id)),
		...arrows.map(({ id }) => keyOf("arrow", id)),
		...groups.map(({ id }) => keyOf("frame", id)),
	]);
	return new Set([...chosen].filter((key) => there.has(key)));
}
