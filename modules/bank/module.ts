// Bank statements: what the bank has booked, which invoices it pays, and the payments that follow.

import { defineModule, extend, text } from '../../schema/index.ts';
import { bankEntries } from './bank-entry.ts';
import { bankStatements } from './bank-statement.ts';
import { releaseEntry } from './book.ts';
import { demo } from './demo.ts';
import { bookBankEntries, bookCertain, readBankFile, readBankStatement } from './jobs.ts';
import { proposeAnew } from './propose.ts';

export default defineModule({
  name: 'bank',
  needs: ['invoices', 'demo'],
  entities: [bankStatements, bankEntries],
  extends: [
    extend('payments', {
      fields: { own_account: text({ label: 'Own bank account (IBAN)', length: 42, help: 'Where the money came in, or went out.' }) },
      blocks: [{ label: 'Payment', fields: ['own_account'] }],
      hooks: { beforeSave: releaseEntry },
    }),
  ],
  jobs: {
    read_bank_statement: { run: readBankStatement },
    book_bank_entries: { run: bookBankEntries },
    // Invoices that were issued or paid since.
    propose_bank_entries: { schedule: '20 0 * * *', run: ({ context }) => proposeAnew(context, 'true') },
  },
  services: {
    read_bank_file: {
      summary: 'Reads a file of the bank (camt.053, MT940, CSV; base64): answers the statement and the job',
      run: readBankFile,
    },
    book_bank_entries: {
      summary: 'Books all bank entries whose proposal is certain; answers the job',
      run: ({ context }) => bookCertain(context, null),
    },
  },
  demo,
});
