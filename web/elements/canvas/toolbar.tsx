import { Panel } from "@xyflow/react";
import { copyByButton, pasteByButton } from "./clipboard";
import { Icon, type IconName } from "./icons";
import { duplicate, frame, glide, remove, type Screen, showAll, tidy, useScreen } from "./screen";

interface Tool {
	readonly icon: IconName;
	readonly title: string;
	readonly keys?: string;
	readonly act: (screen: Screen) => void;
}

const TOOLS: readonly Tool[] = [
	{ icon: "frame", title: "Group", keys: "Ctrl+G", act: frame },
	{ icon: "tidy", title: "Tidy up", act: tidy },
	{ icon: "copy", title: "Copy", keys: "Ctrl+C", act: copyByButton },
	{ icon: "paste", title: "Paste", keys: "Ctrl+V", act: (screen) => void pasteByButton(screen) },
	{ icon: "duplicate", title: "Duplicate", keys: "Ctrl+D", act: duplicate },
	{ icon: "remove", title: "Delete", keys: "Del", act: (screen) => remove(screen, screen.chosen) },
];

export function Toolbar() {
	const screen = useScreen();
	return (
		<fieldset className="canvas-tools" aria-label="Drawing tools">
			<button
				type="button"
				className="tool add"
				aria-expanded={screen.asked.panel === "palette"}
				onClick={() => screen.open(screen.asked.panel === "palette" ? "none" : "palette")}
			>
				<Icon name="add" /> <span>Add a box</span>
			</button>
			{TOOLS.map((tool) => (
				<ToolButton key={tool.title} {...tool} />
			))}
			<button
				type="button"
				className="tool"
				title="Snap to the grid"
				aria-pressed={screen.snaps}
				onClick={() => screen.snap(!screen.snaps)}
			>
				<Icon name="snap" /> <span>Snap to the grid</span>
			</button>
			<button type="button" className="tool keys" onClick={() => screen.open("keys")}>
				<Icon name="keys" /> <span>Keys of the canvas</span>
			</button>
		</fieldset>
	);
}

/** What changes the view and not the board. */
export function Views() {
	return (
		<Panel position="bottom-left" className="canvas-views" role="group" aria-label="View">
			<ToolButton icon="zoomIn" title="Zoom in" keys="+" act={({ view }) => void view.zoomIn({ duration: glide() })} />
			<ToolButton
				icon="zoomOut"
				title="Zoom out"
				keys="-"
				act={({ view }) => void view.zoomOut({ duration: glide() })}
			/>
			<ToolButton icon="fit" title="Show all" keys="0" act={showAll} />
		</Panel>
	);
}

function ToolButton({ icon, title, keys, act }: Tool) {
	const screen = useScreen();
	return (
		<button type="button" className="tool" title={keys ? `${title} (${keys})` : title} onClick={() => act(screen)}>
			<Icon name={icon} /> <span>{title}</span>
		</button>
	);
}
