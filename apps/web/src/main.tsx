import '@mantine/core/styles.css';
import { createRoot } from 'react-dom/client';
import { MantineProvider, Button, Select } from '@mantine/core';
createRoot(document.getElementById('root')!).render(<MantineProvider><Button>Sign in</Button><Select data={['a']} /></MantineProvider>);
