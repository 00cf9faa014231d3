import type { Edge, Node as FlowNode } from "@xyflow/react";
import type { Board } from "../board";
import { type Chosen, framesWhile, keyOf, moved } from "./moves";
import { depthOf, framesOf, type Rect, rectsOf, type Spot } from "./places";
import { type Route, routesOf } from "./routes";
import {
	arrowName,
	describedGroup,
	describedNode,
	GROUP_KINDS,
	groupName,
	nodeName,
	subtitleOf,
	type Words,
} from "./words";

export type BoxNode = FlowNode<
	{ readonly name: string; readonly subtitle: string; readonly family: string; readonly chips: readonly string[] },
	"box"
>;
export type FrameNode = FlowNode<{ readonly name: string; readonly kind: string }, "frame">;
export type ArrowEdge = Edge<
	{ readonly route: Route; readonly label: string; readonly protocol: string; readonly mode: string },
	"arrow"
>;

export interface Scene {
	readonly nodes: readonly (BoxNode | FrameNode)[];
	readonly edges: readonly ArrowEdge[];
}

/** What is on the screen beside the board itself. */
export interface Look {
	readonly chosen: Chosen;
	/** Where boxes and frames are while they are dragged, by key; empty while none is. */
	readonly moving: ReadonlyMap<string, Spot>;
	readonly words: Words;
}

/** The board as React Flow takes it. Every box of `board` has a place. */
export function sceneOf(board: Board, look: Look): Scene {
	const shown = look.moving.size ? moved(board, look.moving) : board;
	const rects = rectsOf(shown);
	const frames = look.moving.size ? framesWhile(board, shown) : framesOf(board);
	return {
		nodes: [...frameNodes(shown, frames, look), ...boxNodes(shown, rects, look)],
		edges: arrowEdges(shown, rects, look),
	};
}

function boxNodes(board: Board, rects: ReadonlyMap<string, Rect>, { chosen, words }: Look): BoxNode[] {
	return board.nodes.flatMap((node): BoxNode[] => {
		const rect = rects.get(node.id);
		if (!rect) return [];
		return [
			{
				...standing(keyOf("box", node.id), rect, chosen),
				type: "box",
				ariaLabel: describedNode(board, node, words),
				zIndex: 1,
				data: {
					name: nodeName(node, words),
					subtitle: subtitleOf(node, words),
					family: words.families.get(node.kind) ?? "",
					chips: node.data.map((id) => words.data.get(id) ?? id),
				},
			},
		];
	});
}

function frameNodes(board: Board, frames: ReadonlyMap<string, Rect>, { chosen }: Look): FrameNode[] {
	return board.groups.flatMap((group): FrameNode[] => {
		const rect = frames.get(group.id);
		if (!rect) return [];
		return [
			{
				...standing(keyOf("frame", group.id), rect, chosen),
				type: "frame",
				ariaLabel: describedGroup(board, group),
				zIndex: depthOf(board, group) - 100,
				dragHandle: ".frame-title",
				connectable: false,
				// Only its title is pressed: behind the rest of it the canvas is dragged and boxes are chosen.
				style: { pointerEvents: "none" },
				data: { name: groupName(group), kind: group.label && group.kind ? GROUP_KINDS[group.kind] : "" },
			},
		];
	});
}

function arrowEdges(board: Board, rects: ReadonlyMap<string, Rect>, { chosen, words }: Look): ArrowEdge[] {
	const routes = routesOf(board, rects);
	return board.arrows.flatMap((arrow): ArrowEdge[] => {
		const route = routes.get(arrow.id);
		if (!route) return [];
		const id = keyOf("arrow", arrow.id);
		return [
			{
				id,
				type: "arrow",
				source: keyOf("box", arrow.source),
				target: keyOf("box", arrow.target),
				selected: chosen.has(id),
				ariaLabel: arrowName(board, arrow, words),
				data: { route, label: arrow.label, protocol: arrow.protocol, mode: arrow.mode },
			},
		];
	});
}

/** Sizes are given, not measured: React Flow keeps no second truth of them. */
function standing(id: string, { x, y, width, height }: Rect, chosen: Chosen) {
	return { id, position: { x, y }, width, height, measured: { width, height }, selected: chosen.has(id) };
}
