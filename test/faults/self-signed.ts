import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** DER: a tag, a length and what is inside. */
function der(tag: number, ...inside: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(inside);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...inside: readonly Uint8Array[]) => der(0x30, ...inside);
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = Buffer.from('550403', 'hex');
const name = sequence(der(0x31, sequence(der(0x06, commonName), der(0x0c, Buffer.from('localhost')))));
const validity = sequence(der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('480101000000Z')));

const pem = (label: string, bytes: Buffer) =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`;

/** A key and a certificate for `localhost` that nobody has signed but itself, made anew: none is kept in the repository. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const serial = der(0x02, Buffer.from([1]));
  const body = sequence(serial, ecdsaWithSha256, name, validity, name, publicKey);
  const signature = sign('sha256', body, createPrivateKey(privateKey));
  const bits = der(0x03, Buffer.from([0]), signature);
  return { key: privateKey, cert: pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits)) };
}
