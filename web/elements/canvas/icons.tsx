/** Drawn on a grid of 24, in lines of the text's colour. */
const PATHS = {
	edge: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
	compute: "M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01",
	storage: "M4 6c0-4 16-4 16 0s-16 4-16 0ZM4 6v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0",
	messaging: "M3 7h5v10H3zM10 7h5v10h-5zM17 12h4m-2-2 2 2-2 2",
	control: "M4 7h9m4 0h3M15 5v4M4 17h3m4 0h9M9 15v4",
	external: "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
	free: "M5 5h14v14H5z",
	add: "M12 5v14M5 12h14",
	frame: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
	tidy: "M3 9h6v6H3zM15 4h6v6h-6zM15 14h6v6h-6zM9 12h3V7h3M12 12v5h3",
	copy: "M8 8h12v12H8zM16 8V4H4v12h4",
	paste: "M8 5H5v16h14V5h-3M9 3h6v4H9zM9 12h6M9 16h6",
	duplicate: "M8 8h12v12H8zM16 8V4H4v12h4M14 11v6M11 14h6",
	remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
	zoomIn: "M12 6v12M6 12h12",
	zoomOut: "M6 12h12",
	fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M9 9h6v6H9z",
	snap: "M4 4h.01M12 4h.01M20 4h.01M4 12h.01M20 12h.01M4 20h.01M12 20h.01M20 20h.01M9 9h6v6H9z",
	connect: "M3 9h6v6H3zM9 12h10m-4-4 4 4-4 4",
	edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
	keys: "M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
	close: "M6 6l12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
	return (
		<svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
			<path d={PATHS[name]} />
		</svg>
	);
}

/** A family is a group of the catalog; one that we have no picture of, and a free box, have a square. */
export function FamilyIcon({ family }: { readonly family: string }) {
	return <Icon name={family in PATHS ? (family as IconName) : "free"} />;
}
