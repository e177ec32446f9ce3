import {
	type ICredentialDataDecryptedObject,
	type ICredentials,
	ICredentialsHelper,
	type IHttpRequestOptions,
	type INodeProperties,
	type IRequestOptionsSimplified,
} from 'n8n-workflow';
import { RunningHubApi } from '../../credentials/RunningHubApi.credentials';

/** The fields of the RunningHub credential. */
export interface RunningHubCredential extends ICredentialDataDecryptedObject {
	readonly site: string;
	readonly baseUrl: string;
	readonly apiKey: string;
}

const credentialType = new RunningHubApi();

/** Hands out one credential, and applies it as n8n's own helper applies a generic one. */
export class TestCredentials extends ICredentialsHelper {
	constructor(private readonly credential: RunningHubCredential) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const headers = Object.entries(credentialType.authenticate.properties.headers ?? {}).map(
			([name, value]) => [
				name,
				String(value)
					.replace(/^=/, '')
					.replace('{{$credentials.apiKey}}', String(credentials.apiKey)),
			],
		);
		const url = 'url' in requestOptions ? requestOptions.url : '';
		return {
			...requestOptions,
			url: url ?? '',
			headers: { ...requestOptions.headers, ...Object.fromEntries(headers) },
		};
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		return await Promise.reject(new Error('Not part of these tests'));
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return { ...this.credential };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): INodeProperties[] {
		return credentialType.properties;
	}
}
