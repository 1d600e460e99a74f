/**
 * What proxies before the server tell about their clients: the PROXY protocol and the
 * headers of forwarding. Bytes in, values out.
 */
@NullMarked
package dev.wsboot.engine.proxy;

import org.jspecify.annotations.NullMarked;
