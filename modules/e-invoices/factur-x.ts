// The XML inside a PDF/A-3, after Factur-X 1.0 / ZUGFeRD 2: the file's name, and the metadata that say what it is.

const NAMESPACE = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

const PROPERTIES = [
  ['DocumentFileName', 'The name of the embedded XML document'],
  ['DocumentType', 'The type of the hybrid document in capital letters, e.g. INVOICE or ORDER'],
  ['Version', 'The actual version of the standard applying to the embedded XML document'],
  ['ConformanceLevel', 'The conformance level of the embedded XML document'],
] as const;

const VALUES: Readonly<Record<(typeof PROPERTIES)[number][0], string>> = {
  DocumentFileName: 'factur-x.xml',
  DocumentType: 'INVOICE',
  Version: '1.0',
  ConformanceLevel: 'EN 16931',
};

/** What a paper carries, see modules/documents. */
export function facturX(xml: string) {
  return {
    name: VALUES.DocumentFileName,
    contentType: 'text/xml',
    description: 'Factur-X invoice',
    content: Buffer.from(xml),
    metadata: `${values()}${schema()}`,
  };
}

function values(): string {
  const parts = PROPERTIES.map(([name]) => `<fx:${name}>${VALUES[name]}</fx:${name}>`);
  return `<rdf:Description xmlns:fx="${NAMESPACE}" rdf:about="">${parts.join('')}</rdf:Description>`;
}

/** PDF/A wants properties explained that are not its own. */
function schema(): string {
  const described = PROPERTIES.map(
    ([name, what]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>` +
      `<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${what}</pdfaProperty:description></rdf:li>`,
  );
  const spaces = ['Extension', 'Schema', 'Property'].map(
    (kind) => `xmlns:pdfa${kind}="http://www.aiim.org/pdfa/ns/${kind.toLowerCase()}${kind === 'Extension' ? '/' : '#'}"`,
  );
  return (
    `<rdf:Description ${spaces.join(' ')} rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">` +
    `<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI>` +
    `<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${described.join('')}</rdf:Seq></pdfaSchema:property>` +
    '</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>'
  );
}
