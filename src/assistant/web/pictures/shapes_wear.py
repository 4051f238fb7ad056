"""Clothes, shoes and what is carried, on a 200 by 200 canvas.

$c is the product's color, $d and $l its shadow and light; $k is ink, $m metal, $w white, $b wood, $s the ground behind.
"""

from typing import Final

WEAR: Final[dict[str, str]] = {
    "dress": """
<path d="M78 30l-6 34 8 26-30 78q50 16 100 0L120 90l8-26-6-34h-8q-14 22-28 0z" fill="$c"/>
<path d="M80 90l-30 78q22 7 44 7.500L88 92z" fill="$d" opacity=".35"/><path d="M80 88h40l2 8H78z" fill="$d"/>
<path d="M112 98l14 74q12-1 24-4l-30-72z" fill="$l" opacity=".4"/>""",
    "shirt": """
<path d="M74 36L40 54 24 112l22 8 10-30v84h88V90l10 30 22-8-16-58-34-18-26 10z" fill="$c"/>
<path d="M74 36l26 28 26-28-8-6H82z" fill="$l"/><path d="M84 30l16 22 16-22z" fill="$d"/>
<path d="M97 62h6v112h-6z" fill="$d" opacity=".5"/><g fill="$w"><circle cx="100" cy="80" r="3"/>
<circle cx="100" cy="104" r="3"/><circle cx="100" cy="128" r="3"/><circle cx="100" cy="152" r="3"/></g>
<path d="M112 84h22v20l-11 6-11-6z" fill="$d" opacity=".3"/>""",
    "tee": """
<path d="M72 40L38 56 22 98l26 12 10-18v80h84V92l10 18 26-12-16-42-34-16q-28 22-56 0z" fill="$c"/>
<path d="M72 40q28 34 56 0l6 4q-34 42-68 0z" fill="$d"/>
<path d="M58 92v80h16q-8-40-6-92z" fill="$d" opacity=".28"/>""",
    "sweater": """
<path d="M74 40L46 54 24 142l24 8 14-46v64h76v-64l14 46 24-8-22-88-28-14q-26 16-52 0z" fill="$c"/>
<path d="M74 40q26 26 52 0l5 8q-31 30-62 0z" fill="$d"/>
<path d="M62 158h76v14H62zM24 138l24 8-3 10-24-8zM176 138l-24 8 3 10 24-8z" fill="$d"/>
<path d="M84 66v88M100 72v82M116 66v88" stroke="$l" stroke-width="5" stroke-dasharray="7 5" opacity=".7"
fill="none"/>""",
    "jacket": """
<path d="M72 42L44 58 26 146l24 6 10-44v62h80v-62l10 44 24-6-18-88-28-16z" fill="$c"/>
<path d="M66 48q0-26 34-26t34 26l-16 18H82z" fill="$d"/>
<path d="M78 46q0-16 22-16t22 16l-10 12H88z" fill="$k" opacity=".45"/><path d="M98 60h4v110h-4z" fill="$l"/>
<path d="M68 120l20 8v22H68zM132 120l-20 8v22h20z" fill="$d" opacity=".55"/>
<path d="M60 104v66h14q-8-30-6-74z" fill="$d" opacity=".3"/>""",
    "coat": """
<path d="M74 32L46 48 30 132l22 6 10-38-8 78h92l-8-78 10 38 22-6-16-84-28-16z" fill="$c"/>
<path d="M74 32l26 56 26-56-8-6H82z" fill="$k" opacity=".3"/>
<path d="M74 32l-10 34 30 44 6-22zM126 32l10 34-30 44-6-22z" fill="$l"/><path d="M60 108h80v10H60z" fill="$d"/>
<path d="M90 104h18v18H90z" fill="$d"/><path d="M98 118h4v60h-4z" fill="$d" opacity=".6"/>""",
    "vest": """
<path d="M76 36l-18 8 6 30-10 18v80h92V92l-10-18 6-30-18-8-24 8z" fill="$c"/>
<path d="M78 30h44l-6 22H84z" fill="$d"/><g stroke="$d" stroke-width="4" opacity=".7">
<path d="M55 96h90M54 116h92M54 136h92M54 156h92M64 74h72"/></g><path d="M97 50h6v122h-6z" fill="$l"/>""",
    "trousers": """
<path d="M66 26h68l14 148h-34L100 76 86 174H52z" fill="$c"/><path d="M66 26h68l1 12H65z" fill="$d"/>
<path d="M98 38h4v38h-4z" fill="$d"/>
<path d="M66 40q2 18 16 18M134 40q-2 18-16 18" stroke="$d" stroke-width="3" fill="none"/>
<path d="M65 40L52 174h10L78 60z" fill="$d" opacity=".3"/>""",
    "leggings": """
<path d="M70 26h60l6 60-16 90h-18l-2-92-2 92H80L64 86z" fill="$c"/><path d="M70 26h60l1 18H69z" fill="$d"/>
<path d="M120 50l8 36-14 82" stroke="$l" stroke-width="4" fill="none" opacity=".7"/>""",
    "shorts": """
<path d="M58 50h84l14 90h-48l-8-40-8 40H44z" fill="$c"/><path d="M58 50h84l2 14H56z" fill="$d"/>
<path d="M96 62l-6 22M104 62l6 22" stroke="$w" stroke-width="4" stroke-linecap="round"/>
<path d="M46 128h47l-1 12H44zM107 128h47l2 12h-48z" fill="$l" opacity=".7"/>""",
    "swimsuit": """
<path d="M72 26h10q-2 30 18 34 20-4 18-34h10l4 44-12 26 18 36q-22 4-34 40h-8q-12-36-34-40l18-36-12-26z" fill="$c"/>
<path d="M80 94h40l6 12H74z" fill="$d" opacity=".45"/>
<path d="M68 70q14 14 32-6-16-6-20-36l-8-2z" fill="$l" opacity=".35"/>""",
    "socks": """
<path d="M62 28h40v80q0 12 10 20l22 18q14 12 2 24-8 8-20 4-30-10-46-34-8-12-8-28z" fill="$c"/>
<path d="M62 28h40v18H62z" fill="$d"/><path d="M134 146q14 12 2 24-8 8-20 4l4-22z" fill="$d"/>
<path d="M62 96l28 2-16 36q-12-14-12-26z" fill="$d" opacity=".5"/>
<path d="M62 58h40M62 70h40" stroke="$l" stroke-width="5"/>""",
    "briefs": """
<path d="M50 56h100l8 84h-46l-12-30-12 30H42z" fill="$c"/><path d="M50 56h100l2 16H48z" fill="$d"/>
<path d="M88 72q-4 26 12 38 16-12 12-38" stroke="$l" stroke-width="4" fill="none"/>""",
    "scarf": """
<path d="M58 52q42-24 84 0 10 22-8 34-36 16-68 0-18-12-8-34z" fill="$c"/>
<path d="M70 60q30 16 60 0" stroke="$d" stroke-width="6" fill="none"/>
<path d="M106 84l34-4 6 82h-32z" fill="$c"/><path d="M106 84l-20-2-4 84h28z" fill="$d"/>
<path d="M84 166v10M92 166v10M100 166v10M118 162v10M128 162v10M138 162v10" stroke="$d" stroke-width="4"/>
<path d="M114 120h29M114 134h30" stroke="$l" stroke-width="5"/>""",
    "robe": """
<path d="M76 34L46 50 28 128l26 8 8-32-6 72h88l-6-72 8 32 26-8-18-78-30-16z" fill="$c"/>
<path d="M76 34l22 76v66h8v-66l22-76-10-4-18 60-16-60z" fill="$l"/><path d="M60 102h80v12H60z" fill="$d"/>
<path d="M106 110l14 40h-10l-10-38z" fill="$d"/>""",
    "overalls": """
<path d="M70 70h60l16 104h-34l-12-60-12 60H54z" fill="$c"/><path d="M76 52h48v44H76z" fill="$l"/>
<path d="M78 54L66 26h10l14 28zM122 54l12-28h-10l-14 28z" fill="$d"/><circle cx="84" cy="58" r="4" fill="$m"/>
<circle cx="116" cy="58" r="4" fill="$m"/><path d="M88 70h24v16H88z" fill="$d" opacity=".5"/>""",
    "boot": """
<path d="M66 40h54q-4 40 8 56l36 18q10 6 8 26H56q14-46 10-100z" fill="$c"/>
<path d="M52 138h122l-2 16H52z" fill="$k"/>
<path d="M58 154h12v6H58zM80 154h12v6H80zM102 154h12v6h-12zM124 154h12v6h-12zM146 154h12v6h-12z" fill="$k"/>
<path d="M64 40h58v14H64z" fill="$d"/>
<path d="M98 64l26-4M100 78l25-4M104 92l24-4M112 104l22-6" stroke="$w" stroke-width="4" stroke-linecap="round"/>
<path d="M146 106l18 8q8 6 8 24h-32q-4-22 6-32z" fill="$d"/>
<path d="M66 60q2 44-8 78h18q8-40 4-82z" fill="$d" opacity=".35"/>""",
    "ankle boot": """
<path d="M70 44h52q-2 36 10 50l30 14q10 6 10 28H60q14-46 10-92z" fill="$c"/>
<path d="M56 136h116v10H92l-2 12H56z" fill="$k"/>
<path d="M92 50h18q0 30-9 42-9-12-9-42z" fill="$k" opacity=".55"/><path d="M68 34h10v14H68z" fill="$d"/>""",
    "rain boot": """
<path d="M70 24h52v84q0 8 10 12l28 10q12 6 10 24H62q8-60 8-130z" fill="$c"/>
<path d="M58 152h114v14H58z" fill="$k"/><path d="M68 24h56v12H68z" fill="$d"/>
<path d="M80 42q2 60-4 104" stroke="$l" stroke-width="7" fill="none" opacity=".7"/>
<path d="M104 52h18v8h-18z" fill="$k" opacity=".6"/>""",
    "sneaker": """
<path d="M34 86q14 8 30-2l10-16q10 0 14 10l46 34q26 4 34 16 4 8 0 14H34q-8-30 0-56z" fill="$c"/>
<path d="M30 138h140q2 18-14 18H42q-14 0-12-18z" fill="$w"/><path d="M30 146h140" stroke="$d" stroke-width="3"/>
<path d="M88 80l-12 10M100 90l-12 10M112 99l-12 10M124 107l-12 9" stroke="$w" stroke-width="5"
stroke-linecap="round"/><path d="M34 86q8 5 18 3l-4 49H34q-8-26 0-52z" fill="$d"/>
<path d="M60 124q30 6 66-4" stroke="$l" stroke-width="6" fill="none"/>""",
    "dress shoe": """
<path d="M36 84q16 8 34 0l22 2 34 26q36 4 44 30H36q-8-30 0-58z" fill="$c"/>
<path d="M34 142h138v8H76l-2 10H34z" fill="$k"/><path d="M92 86l34 26-14 14-34-16z" fill="$d"/>
<path d="M88 100l14-6M96 108l14-6M104 116l14-6" stroke="$w" stroke-width="3"/>
<path d="M138 116q26 6 32 26h-30z" fill="$l" opacity=".4"/>""",
    "sandal": """
<path d="M30 146q0-14 20-14h90q34 0 34 14v10H30z" fill="$b"/><path d="M30 156h144v6H30z" fill="$k"/>
<path d="M104 134q8-40 30-40 24 4 30 40h-14q-4-22-16-24-12 2-16 24z" fill="$c"/>
<path d="M44 134q-6-46 10-66l10 6q-10 20-6 60z" fill="$c"/>
<path d="M54 78q30 4 54 40l-8 8Q80 94 52 90z" fill="$d"/><circle cx="60" cy="78" r="5" fill="$m"/>""",
    "slipper": """
<path d="M34 118q6-34 40-26l24 16q40-16 66 12 10 14 4 28H36q-6-14-2-30z" fill="$c"/>
<path d="M44 112q14-14 44-4-10 14-40 14z" fill="$w"/><path d="M30 146h144v10H30z" fill="$b"/>
<path d="M98 108q40-16 66 12" stroke="$l" stroke-width="8" fill="none"/>""",
    "backpack": """
<path d="M82 34q0-16 18-16t18 16" stroke="$d" stroke-width="9" fill="none"/>
<rect x="54" y="32" width="92" height="140" rx="34" fill="$c"/>
<path d="M54 68q46 24 92 0V62q0-30-34-30H88q-34 0-34 30z" fill="$d"/>
<rect x="66" y="106" width="68" height="56" rx="14" fill="$l" opacity=".65"/>
<path d="M70 120h60" stroke="$d" stroke-width="4"/><rect x="94" y="66" width="12" height="26" rx="3" fill="$k"/>
<path d="M54 96q-18 6-16 52 4 14 18 14zM146 96q18 6 16 52-4 14-18 14z" fill="$d"/>""",
    "tote": """
<path d="M72 80q-4-54 28-54t28 54" stroke="$d" stroke-width="8" fill="none"/>
<path d="M46 74h108l10 100H36z" fill="$c"/><path d="M46 74h108l1 12H45z" fill="$d"/>
<path d="M36 174l8-80 18 80z" fill="$d" opacity=".35"/><circle cx="100" cy="130" r="16" fill="$l" opacity=".6"/>""",
    "dry bag": """
<path d="M62 62h76l8 100q-46 18-92 0z" fill="$c"/><rect x="56" y="40" width="88" height="24" rx="10" fill="$d"/>
<path d="M56 50h88" stroke="$l" stroke-width="4"/><rect x="90" y="30" width="20" height="16" rx="4" fill="$k"/>
<path d="M72 82q-4 50 2 76" stroke="$l" stroke-width="8" fill="none" opacity=".6"/>
<path d="M96 104q14 18 4 34-14 0-14-14 0-8 10-20z" fill="$w" opacity=".85"/>""",
    "handbag": """
<path d="M60 88q-8-60 40-60t40 60" stroke="$d" stroke-width="7" fill="none"/>
<rect x="40" y="82" width="120" height="84" rx="18" fill="$c"/>
<path d="M40 104V98q0-16 18-16h84q18 0 18 16v6q-60 40-120 0z" fill="$d"/>
<circle cx="100" cy="124" r="8" fill="#d8b25c"/>""",
    "weekender": """
<path d="M68 82q0-40 32-40t32 40" stroke="$b" stroke-width="8" fill="none"/>
<rect x="28" y="76" width="144" height="84" rx="24" fill="$c"/>
<path d="M60 76h12v84H60zM128 76h12v84h-12z" fill="$b"/><path d="M30 94h140" stroke="$d" stroke-width="5"/>
<path d="M28 128h144v8q0 24-24 24H52q-24 0-24-24z" fill="$d" opacity=".35"/>""",
    "suitcase": """
<path d="M82 46V18h36v28" stroke="$m" stroke-width="7" fill="none"/>
<rect x="52" y="42" width="96" height="122" rx="14" fill="$c"/><g stroke="$d" stroke-width="5">
<path d="M70 54v98M90 54v98M110 54v98M130 54v98"/></g>
<rect x="92" y="36" width="16" height="12" rx="3" fill="$k"/><circle cx="66" cy="170" r="8" fill="$k"/>
<circle cx="134" cy="170" r="8" fill="$k"/>
<path d="M56 60q0-14 12-14" stroke="$l" stroke-width="4" fill="none"/>""",
}
