#pragma once
/// Spawning the media child and passing it descriptors.
