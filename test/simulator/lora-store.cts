import { createHash, randomBytes } from 'node:crypto';
import type { SimulatorClock } from './clock.cts';
import { hasResourceFile } from './resources.cts';
import type { SimulatorSettings } from './settings.cts';

/** A LoRA that is stored from the start: asking for its upload address gives none. */
export const STORED_LORA_CONTENT = Buffer.from('A LoRA that is already there.');

function md5(content: Buffer): string {
	return createHash('md5').update(content).digest('hex');
}

function fileNameOf(md5Hex: string): string {
	return `api-lora-cn/${md5Hex}.safetensors`;
}

/** A LoRA that is there from the start. */
export const STORED_LORA = {
	md5Hex: md5(STORED_LORA_CONTENT),
	fileName: fileNameOf(md5(STORED_LORA_CONTENT)),
} as const;

/** A presigned address, waiting for its file. */
export interface LoraLink {
	readonly md5Hex: string;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
}

/** LoRAs that were uploaded, by content (docs/runninghub-api.md, section 15). */
export class LoraStore {
	private readonly stored = new Set<string>([STORED_LORA.md5Hex]);

	private readonly links = new Map<string, LoraLink>();

	constructor(
		private readonly clock: SimulatorClock,
		private readonly settings: SimulatorSettings,
	) {}

	/** The name a LoRA with this content has, and where to send it unless it is there already. */
	request(md5Hex: string): { fileName: string; signature?: string } {
		const fileName = fileNameOf(md5Hex);
		if (this.stored.has(md5Hex)) return { fileName };
		const signature = randomBytes(20).toString('hex');
		const expiresAt = this.clock.now() + this.settings.loraLinkLifetime;
		this.links.set(signature, { md5Hex, expiresAt });
		return { fileName, signature };
	}

	/** What a signature allows; `undefined`: nothing, or not for this file. */
	linkOf(signature: string, fileName: string): LoraLink | undefined {
		const link = this.links.get(signature);
		return link !== undefined && fileNameOf(link.md5Hex) === fileName ? link : undefined;
	}

	keep(md5Hex: string): void {
		this.stored.add(md5Hex);
	}

	/** Whether a node may use this name: uploaded, or in the public library. */
	has(fileName: string): boolean {
		const md5Hex = /^api-lora-cn\/([0-9a-f]{32})\.safetensors$/.exec(fileName)?.[1];
		return md5Hex === undefined ? hasResourceFile(fileName) : this.stored.has(md5Hex);
	}
}
