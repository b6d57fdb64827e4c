/* SPDX-License-Identifier: MIT */
/* Memory for all pictures that are being decoded at once. */
#ifndef IMG_MEMORY_GATE_H
#define IMG_MEMORY_GATE_H

#include <stdbool.h>
#include <stdint.h>

/* Half of what the machine, the container or a limit leaves this process. */
uint64_t memory_gate_default(void);

/* Once, before threads are there. */
void memory_gate_set(uint64_t most);

/* In a process that renders: who is at the other end of the socket is asked. */
void memory_gate_ask(int socket);

/* Waits until so much is free; false at once if there never will be. */
bool memory_gate_enter(uint64_t bytes);
void memory_gate_leave(uint64_t bytes);

/* NULL, or what the system lacks now: a thread, or so much memory. */
const char *memory_gate_lack(uint64_t bytes);

#endif
