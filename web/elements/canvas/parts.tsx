import { EdgeLabelRenderer, type EdgeProps, Handle, type NodeProps, Position } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { changeGroup, changeNode } from "../../lib/board";
import type { ArrowEdge, BoxNode, FrameNode } from "../../lib/canvas/flow";
import { idsOf } from "../../lib/canvas/moves";
import { MOST_CHIPS } from "../../lib/canvas/places";
import { FamilyIcon } from "./icons";
import { useScreen } from "./screen";

const SIDES = [Position.Top, Position.Right, Position.Bottom, Position.Left];

export function Box({ id, data, isConnectable }: NodeProps<BoxNode>) {
	const { naming } = useScreen();
	const more = data.chips.length - MOST_CHIPS;
	return (
		<div className="box" data-family={data.family}>
			{SIDES.map((side) => (
				<Handle key={side} id={side} type="source" position={side} isConnectable={isConnectable} />
			))}
			<FamilyIcon family={data.family} />
			<div className="box-words">
				{naming === id ? <NameField id={id} /> : <strong title={data.name}>{data.name}</strong>}
				{data.subtitle && <span title={data.subtitle}>{data.subtitle}</span>}
			</div>
			{data.chips.length > 0 && (
				<ul className="chips">
					{data.chips.slice(0, MOST_CHIPS).map((chip) => (
						<li key={chip} title={chip}>
							{chip}
						</li>
					))}
					{more > 0 && <li className="more">{more} more</li>}
				</ul>
			)}
		</div>
	);
}

export function Frame({ id, data }: NodeProps<FrameNode>) {
	const { naming } = useScreen();
	return (
		<div className="frame">
			<div className="frame-title">
				{naming === id ? <NameField id={id} /> : <strong title={data.name}>{data.name}</strong>}
				{data.kind && <span>{data.kind}</span>}
			</div>
		</div>
	);
}

export function ArrowLine({ id, data }: EdgeProps<ArrowEdge>) {
	if (!data) return null;
	const { route, label, protocol, mode } = data;
	return (
		<>
			<path className="react-flow__edge-interaction" d={route.line} fill="none" strokeOpacity={0} strokeWidth={28} />
			<path className="arrow-line" d={route.line} data-mode={mode} />
			<path className="arrow-head" d={route.head} data-mode={mode} />
			{(label || protocol) && (
				<EdgeLabelRenderer>
					<div
						className="arrow-label nodrag nopan"
						data-arrow={id}
						style={{ transform: `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)` }}
					>
						{label && <span>{label}</span>}
						{protocol && <small>{protocol}</small>}
					</div>
				</EdgeLabelRenderer>
			)}
		</>
	);
}

/** Enter and leaving it take the name, Escape does not. */
function NameField({ id }: { readonly id: string }) {
	const { board, edit, rename, focus } = useScreen();
	const field = useRef<HTMLInputElement>(null);
	const isBox = idsOf([id], "box").length > 0;
	const part = (isBox ? board.nodes : board.groups).find((each) => idsOf([id], isBox ? "box" : "frame")[0] === each.id);
	useEffect(() => field.current?.select(), []);
	const finish = (name?: string) => {
		if (part && name !== undefined) {
			edit((now) => (isBox ? changeNode : changeGroup)(now, part.id, { label: name.trim() }));
		}
		rename("");
	};
	return (
		<input
			ref={field}
			className="name-field nodrag nopan"
			aria-label="Name"
			maxLength={200}
			defaultValue={part?.label}
			onBlur={(event) => finish(event.target.value)}
			onKeyDown={(event) => {
				if (event.key !== "Enter" && event.key !== "Escape") return;
				event.stopPropagation();
				finish(event.key === "Enter" ? event.currentTarget.value : undefined);
				focus(id);
			}}
		/>
	);
}
