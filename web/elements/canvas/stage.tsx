import {
	Background,
	ConnectionMode,
	type EdgeChange,
	type FinalConnectionState,
	type NodeChange,
	ReactFlow,
	SelectionMode,
} from "@xyflow/react";
import {
	type Dispatch,
	type DragEvent,
	type MouseEvent,
	type RefObject,
	type SetStateAction,
	useEffect,
	useMemo,
	useRef,
	useState,
} from "react";
import { type ArrowEdge, type BoxNode, type FrameNode, sceneOf } from "../../lib/canvas/flow";
import { type Chosen, dropped, idsOf, moved } from "../../lib/canvas/moves";
import { BARE_HEIGHT, GRID, type Spot, snapped, WIDTH } from "../../lib/canvas/places";
import { copiedFrom, cutFrom, pastedInto } from "./clipboard";
import { pressed } from "./keys";
import { draggedKind, isDragged } from "./palette";
import { ArrowLine, Box, Frame } from "./parts";
import { add, join, type Screen, showAll, useScreen } from "./screen";
import { Views } from "./toolbar";

const NODE_TYPES = { box: Box, frame: Frame };
const EDGE_TYPES = { arrow: ArrowLine };
const STILL: ReadonlyMap<string, Spot> = new Map();
let stages = 0;

interface Props {
	readonly ref: RefObject<HTMLDivElement | null>;
	readonly choose: Dispatch<SetStateAction<Chosen>>;
}

/** The drawing itself. What React Flow reports becomes another board; it is never left to itself. */
export function Stage({ ref, choose }: Props) {
	const screen = useScreen();
	const { board, chosen, words, readOnly, view } = screen;
	// React Flow marks its descriptions with it: two drawings may stand in one page.
	const [id] = useState(() => `canvas-${++stages}`);
	const [moving, setMoving] = useState(STILL);
	const isDrag = useRef(false);
	const scene = useMemo(() => sceneOf(board, { chosen, moving, words }), [board, chosen, moving, words]);

	useEffect(() => {
		let width = ref.current?.clientWidth ?? 0;
		const observer = new ResizeObserver(() => {
			const now = ref.current?.clientWidth ?? 0;
			// Enlarged, shrunk or turned; not a scroll bar that came or went.
			if (Math.abs(now - width) > width / 4) showAll({ view });
			width = now;
		});
		if (ref.current) observer.observe(ref.current);
		return () => observer.disconnect();
	}, [ref, view]);

	useEffect(() => {
		// What is only watched is seen whole, also while it grows.
		if (readOnly && board.nodes.length > 0) showAll({ view });
	}, [board, readOnly, view]);

	function nodesChanged(changes: NodeChange<BoxNode | FrameNode>[]): void {
		choose((before) => chosenAfter(before, changes));
		const steps = changes.filter((change) => change.type === "position");
		const to = new Map(steps.flatMap((step) => (step.position ? [[step.id, step.position] as const] : [])));
		if (to.size === 0) return;
		if (steps.some((step) => step.dragging)) {
			isDrag.current = true;
			setMoving((before) => new Map([...before, ...to]));
			return;
		}
		settle(screen, to, isDrag.current);
		isDrag.current = false;
		setMoving(STILL);
	}

	return (
		<ReactFlow<BoxNode | FrameNode, ArrowEdge>
			{...SETTINGS}
			ref={ref}
			id={id}
			className="canvas-stage"
			aria-label="Canvas"
			tabIndex={-1}
			nodes={scene.nodes as (BoxNode | FrameNode)[]}
			edges={scene.edges as ArrowEdge[]}
			ariaLabelConfig={readOnly ? WATCHED : DRAWN}
			snapToGrid={screen.snaps}
			nodesDraggable={!readOnly}
			nodesConnectable={!readOnly}
			onNodesChange={nodesChanged}
			onEdgesChange={(changes) => choose((before) => chosenAfter(before, changes))}
			onConnect={({ source, target }) => joinKeys(screen, source, target)}
			onConnectEnd={(event, state) => joinBelow(screen, event, state)}
			onNodeDoubleClick={(_, node) => !readOnly && screen.rename(node.id)}
			onEdgeDoubleClick={() => screen.open("form")}
			onSelectionEnd={() => screen.focus()}
			onClick={(event) => labelPressed(screen, event)}
			onKeyDown={(event) => pressed(screen, event)}
			onCopy={(event) => copiedFrom(screen, event)}
			onCut={(event) => cutFrom(screen, event)}
			onPaste={(event) => pastedInto(screen, event)}
			onDragOver={(event) => isDragged(event) && event.preventDefault()}
			onDrop={(event) => letGo(screen, event)}
		>
			<Background gap={GRID} size={1} />
			<Views />
			{board.nodes.length + board.groups.length === 0 && <Empty />}
		</ReactFlow>
	);
}

const SETTINGS = {
	nodeTypes: NODE_TYPES,
	edgeTypes: EDGE_TYPES,
	fitView: true,
	fitViewOptions: { padding: 0.12, maxZoom: 1 },
	minZoom: 0.1,
	maxZoom: 2,
	snapGrid: [GRID, GRID] as [number, number],
	connectionMode: ConnectionMode.Loose,
	connectionRadius: 28,
	isValidConnection: ({ source, target }: { source: string; target: string }) => source !== target,
	selectionMode: SelectionMode.Partial,
	elevateNodesOnSelect: false,
	panOnScroll: true,
	zoomOnDoubleClick: false,
	// Keys are heard on the drawing only, in keys.ts: React Flow would hear these on the whole page.
	deleteKeyCode: null,
	panActivationKeyCode: null,
	proOptions: { hideAttribution: true },
};

/** Told to a screen reader with each part that is focused. */
const DRAWN = {
	"node.a11yDescription.default":
		"Enter chooses it. Then: arrow keys move it, F2 names it, C connects it, Delete removes it, Escape lets it go.",
	"edge.a11yDescription.default": "Enter chooses the arrow. Then: F2 edits it, Delete removes it, Escape lets it go.",
	"node.a11yDescription.ariaLiveMessage": ({ direction, x, y }: { direction: string; x: number; y: number }) =>
		`Moved ${direction}, from ${x}, ${y}.`,
};

const WATCHED = {
	"node.a11yDescription.default": "Enter chooses it and shows what it says.",
	"edge.a11yDescription.default": "Enter chooses the arrow and shows what it says.",
};

function Empty() {
	const { readOnly } = useScreen();
	return (
		<p className="canvas-empty">
			{readOnly ? "Nothing was drawn." : "Add a first box: the client, say. Then draw what it calls."}
		</p>
	);
}

function chosenAfter(chosen: Chosen, changes: readonly (NodeChange | EdgeChange)[]): Chosen {
	const after = new Set(chosen);
	const steps = changes.filter((change) => change.type === "select");
	for (const { id, selected } of steps) selected ? after.add(id) : after.delete(id);
	return steps.length ? after : chosen;
}

function settle({ edit }: Screen, to: ReadonlyMap<string, Spot>, isDrag: boolean): void {
	if (isDrag) edit((now) => dropped(now, moved(now, to), idsOf(to.keys(), "box")));
	else edit((now) => moved(now, to), `nudge ${[...to.keys()].join(" ")}`);
}

function joinKeys(screen: Screen, source: string, target: string): void {
	const [from, to] = [...idsOf([source], "box"), ...idsOf([target], "box")];
	if (from && to) join(screen, from, to);
}

/** An arrow may be let go of anywhere on a box, not on its ports alone. */
function joinBelow(screen: Screen, event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState): void {
	if (state.isValid || !state.fromNode) return;
	const at = "changedTouches" in event ? event.changedTouches[0] : event;
	const below = at && document.elementFromPoint(at.clientX, at.clientY)?.closest<HTMLElement>(".react-flow__node-box");
	const target = below?.dataset.id;
	if (target && target !== state.fromNode.id) joinKeys(screen, state.fromNode.id, target);
}

/** The words of an arrow stand beside it in the page, not in it. */
function labelPressed(screen: Screen, { target }: MouseEvent): void {
	const key = (target as Element).closest<HTMLElement>("[data-arrow]")?.dataset.arrow;
	if (key) screen.choose([key]);
}

function letGo(screen: Screen, event: DragEvent): void {
	const kind = draggedKind(event);
	if (kind === null) return;
	event.preventDefault();
	const { x, y } = screen.view.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
	const at = { x: x - WIDTH / 2, y: y - BARE_HEIGHT / 2 };
	add(screen, { kind }, screen.snaps ? snapped(at) : at);
}
